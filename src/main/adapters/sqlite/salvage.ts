import type { EntryView, Key } from '../../../shared/model.ts';
import { makeEntry } from '../../../core/state/entry.ts';
import { isDamage } from './faults.ts';
import { Database } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';
import { entryAt, entryCells, graveOf, type Cell, type Row } from './rows.ts';

/**
 * Copies from a damaged database whatever of the present can still be read and is sound: entries by their hashes, graves, intents, facts.
 * History is left behind: it begins anew after the number that was last known.
 */
export function salvage(damaged: string, fresh: Database, lastSeq: number, now: number): void {
  let last = lastSeq;
  withDatabase(damaged, (old) => {
    last = Math.max(last, attempt(() => old.number('SELECT max(seq) FROM changesets')) ?? 0);
    fresh.transaction(() => copyAll(old, fresh));
  });
  fresh.transaction(() => writeMeta(fresh, 'floor', { seq: last + 1, time: now }));
}

function withDatabase(file: string, work: (database: Database) => void): void {
  const database = attempt(() => new Database(file, { readOnly: true }));
  if (database === null) return;
  try {
    work(database);
  } finally {
    database.close();
  }
}

function copyAll(old: Database, fresh: Database): void {
  const entry = fresh.sql('INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?)');
  readable(old, 'SELECT * FROM entries', (row) => {
    const found = entryAt(row, row['key'] as Key, '');
    if (found !== null && isSound(found)) entry.run(found.key, ...entryCells(found));
  });
  const grave = fresh.sql('INSERT OR REPLACE INTO graves VALUES (?, ?, ?, ?, ?)');
  readable(old, 'SELECT * FROM graves', (row) => {
    const { key, ts, deleted, hash, buriedAt } = graveOf(row);
    grave.run(key, ts, deleted ? 1 : 0, hash, buriedAt);
  });
  const intent = fresh.sql('INSERT OR REPLACE INTO intents VALUES (?, ?, ?, ?, ?)');
  readable(old, 'SELECT * FROM intents', (row) => {
    if (isJson(row['origin']) && isJson(row['entries'])) intent.run(...(Object.values(row) as Cell[]));
  });
  const facts = attempt(() => readMeta(old, 'facts'));
  if (facts !== null) writeMeta(fresh, 'facts', facts);
}

/** Rows up to the first that cannot be read. */
function readable(old: Database, sql: string, take: (row: Row) => void): void {
  attempt(() => {
    for (const row of old.sql(sql).iterate()) take(row);
  });
}

const isSound = ({ key, text, ts, ttl, hash }: EntryView): boolean => makeEntry(key, text, ts, ttl).hash === hash;

const isJson = (text: unknown): boolean => attempt(() => JSON.parse(String(text)) as unknown) !== null;

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (isDamage(error) || error instanceof SyntaxError || isMissing(error)) return null;
    throw error;
  }
}

/** A table that is not there, in a damaged schema. */
const isMissing = (error: unknown): boolean => error instanceof Error && 'errcode' in error && error.errcode === 1;
