import type { Key } from '../../../shared/model.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { PastEntry, StorageError } from '../../../core/ports.ts';
import { isErased } from '../../../core/state/erased.ts';
import { tooOld } from '../../../core/state/too-old.ts';
import type { Database } from './database.ts';
import { readMeta } from './meta.ts';
import { entryAt, type Row } from './rows.ts';

/** Up to so many later changes their keys are sorted; beyond it the index of keys is walked. */
const FEW_CHANGES = 20_000;

/** The largest number whose changeset was made by that time: clocks jump, so the numbers decide (CH4). */
export function readSeqAt(database: Database, time: number): number | null {
  const row = database
    .sql('SELECT max(seq) AS seq FROM changesets INDEXED BY changesets_time WHERE time <= ?')
    .get(time);
  if (typeof row?.['seq'] === 'number') return row['seq'];
  const floor = readMeta(database, 'floor');
  return floor.time === null || time >= floor.time ? floor.seq : null;
}

/** Keys whose entry was another after changeset `seq`; erased values cannot be told and are left out (CH4). */
export function readSince(
  database: Database,
  seq: number,
  after: Key | null,
  limit: number,
): Result<{ past: PastEntry[]; more: boolean }, StorageError> {
  if (seq < readMeta(database, 'floor').seq) return err(tooOld(seq));
  const past: PastEntry[] = [];
  for (const key of changedKeys(database, seq, after ?? '')) {
    const one = pastOf(database, key, seq);
    if (one === null) continue;
    if (past.length === limit) return ok({ past, more: true });
    past.push(one);
  }
  return ok({ past, more: false });
}

function* changedKeys(database: Database, seq: number, after: string): Generator<Key> {
  const later = database.number('SELECT count(*) FROM (SELECT 1 FROM changes WHERE seq > ? LIMIT ?)', seq, FEW_CHANGES);
  yield* later < FEW_CHANGES ? sortedKeys(database, seq, after) : walkedKeys(database, seq, after);
}

function* sortedKeys(database: Database, seq: number, after: string): Generator<Key> {
  const sql = 'SELECT DISTINCT key FROM changes INDEXED BY changes_seq WHERE seq > ? AND key > ? ORDER BY key';
  for (const { key } of database.sql(sql).iterate(seq, after) as Iterable<Row>) yield key as Key;
}

/** Goes from key to key in the index, whatever each one's number of changes. */
function* walkedKeys(database: Database, seq: number, after: string): Generator<Key> {
  const next = database.sql('SELECT key FROM changes WHERE key > ? ORDER BY key LIMIT 1');
  const changed = database.sql('SELECT 1 FROM changes WHERE key = ? AND seq > ? LIMIT 1');
  for (let row = next.get(after); row !== undefined; row = next.get(row['key'] as string)) {
    if (changed.get(row['key'] as string, seq) !== undefined) yield row['key'] as Key;
  }
}

/** What the first later change replaced, where that is not what is there now. */
function pastOf(database: Database, key: Key, seq: number): PastEntry | null {
  const row = database.sql('SELECT * FROM changes WHERE key = ? AND seq > ? ORDER BY seq, n LIMIT 1').get(key, seq);
  if (row === undefined) return null;
  const then = entryAt(row, key, 'before_');
  const now = database.sql('SELECT hash FROM entries WHERE key = ?').get(key);
  if (then?.hash === now?.['hash'] || (then !== null && isErased(then))) return null;
  return { key, then };
}
