import type { ChangesetSummary, Delivery } from '../../../shared/model.ts';
import { summarize } from '../../../core/state/changeset.ts';
import { changesetBytes } from '../../../core/state/history-limits.ts';
import { SUMMARY_KEYS } from '../../../shared/model.ts';
import type { Database } from './database.ts';
import type { IntentPiece, Step } from './messages.ts';
import { entryCells } from './rows.ts';

const INSERT_CHANGESET = `INSERT INTO changesets (seq, time, kind, peer, origin, digest_before, digest_after, added, changed, removed, lost,
  keys, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const INSERT_CHANGE = `INSERT INTO changes (seq, n, key, before_text, before_ts, before_ttl, before_hash, before_deleted,
  after_text, after_ts, after_ttl, after_hash, after_deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const INSERT_LOST = `INSERT INTO lost VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Stores pieces of an intent, to be given back at the next start (CH5). */
export function writeIntent(database: Database, pieces: IntentPiece[]): void {
  const insert = database.sql('INSERT OR REPLACE INTO intents VALUES (?, ?, ?, ?, ?)');
  pieces.forEach(({ id, time, origin, entries }, piece) => insert.run(id, piece, time, origin, entries));
}

/** Stores who has a changeset (PB6), if it is kept. */
export function writeDelivery(database: Database, seq: number, delivery: Delivery): void {
  database.sql('UPDATE changesets SET delivery = ? WHERE seq = ?').run(JSON.stringify(delivery), seq);
}

/** Stores a step with everything that belongs to it; within a transaction of the caller. Returns the bytes it adds to the history. */
export function writeStep(database: Database, step: Step): number {
  writeState(database, step);
  const bytes = changesetBytes(step);
  const counts = addChangeset(database, step, bytes);
  writeChanges(database, step, counts.changes);
  const insertLost = database.sql(INSERT_LOST);
  step.lost.forEach(({ entry, winner, reason }, i) =>
    insertLost.run(step.seq, counts.lost + i, entry.key, reason, ...entryCells(entry), ...entryCells(winner)),
  );
  return bytes;
}

function writeState(database: Database, { changes, buried, unburied, intents }: Step): void {
  const upsert = database.sql('INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?)');
  const remove = database.sql('DELETE FROM entries WHERE key = ?');
  for (const { key, after } of changes) {
    if (after === null) remove.run(key);
    else upsert.run(key, ...entryCells(after));
  }
  const fill = database.sql('DELETE FROM graves WHERE key = ?');
  for (const key of unburied) fill.run(key);
  const dig = database.sql('INSERT OR REPLACE INTO graves VALUES (?, ?, ?, ?, ?)');
  for (const { key, ts, deleted, hash, buriedAt } of buried) dig.run(key, ts, deleted ? 1 : 0, hash, buriedAt);
  const finish = database.sql('DELETE FROM intents WHERE id = ?');
  for (const id of intents) finish.run(id);
}

function writeChanges(database: Database, { seq, changes }: Step, offset: number): void {
  const insert = database.sql(INSERT_CHANGE);
  const index = database.sql('INSERT INTO words (rowid, key, value) VALUES (?, ?, ?)');
  changes.forEach(({ key, before, after }, i) => {
    const { lastInsertRowid } = insert.run(seq, offset + i, key, ...entryCells(before), ...entryCells(after));
    index.run(lastInsertRowid, key, after?.text ?? '');
  });
}

/** Adds the changeset, or to it when this is a further part of it. How many changes and losses it had before. */
function addChangeset(database: Database, step: Step, bytes: number): { changes: number; lost: number } {
  const known = database.sql('SELECT added, changed, removed, lost, keys FROM changesets WHERE seq = ?').get(step.seq);
  const summary = summarize(step);
  if (known === undefined) {
    insertChangeset(database, summary, bytes);
    return { changes: 0, lost: 0 };
  }
  const { added, changed, removed, lost } = known as Record<string, number> & ChangesetSummary;
  const keys = [...(JSON.parse(String(known['keys'])) as unknown[]), ...summary.keys].slice(0, SUMMARY_KEYS);
  database
    .sql(
      `UPDATE changesets SET digest_after = ?, added = added + ?, changed = changed + ?, removed = removed + ?, lost = lost + ?,
       keys = ?, bytes = bytes + ? WHERE seq = ?`,
    )
    .run(
      step.digestAfter,
      summary.added,
      summary.changed,
      summary.removed,
      summary.lost,
      JSON.stringify(keys),
      bytes,
      step.seq,
    );
  return { changes: added + changed + removed, lost };
}

function insertChangeset(database: Database, summary: ChangesetSummary, bytes: number): void {
  const { seq, time, origin, digestBefore, digestAfter, added, changed, removed, lost, keys } = summary;
  const peer = origin.kind === 'peer' ? origin.id : null;
  const counts = [added, changed, removed, lost];
  database
    .sql(INSERT_CHANGESET)
    .run(
      seq,
      time,
      origin.kind,
      peer,
      JSON.stringify(origin),
      digestBefore,
      digestAfter,
      ...counts,
      JSON.stringify(keys),
      bytes,
    );
}
