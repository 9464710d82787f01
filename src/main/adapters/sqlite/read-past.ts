import type { Key } from '../../../shared/model.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { PastEntry, StorageError } from '../../../core/ports.ts';
import { tooOld } from '../../../core/state/too-old.ts';
import { CHUNK_CHARS } from './chunks.ts';
import type { Database } from './database.ts';
import { readMeta } from './meta.ts';
import { entryAt, type Row } from './rows.ts';

/** Up to so many later changes their keys are sorted; beyond it the index of keys is read in its order. */
const FEW_CHANGES = 10_000;

/** For each key behind a given one, in order, the first change after a changeset: ids grow with the numbers. */
const firstChanges = (index: string): string => `
  SELECT first.key, before_text, before_ts, before_ttl, before_hash, before_deleted
  FROM (SELECT key, min(id) AS id FROM changes INDEXED BY ${index} WHERE seq > ? AND key > ? GROUP BY key ORDER BY key) AS first
  CROSS JOIN changes USING (id) ORDER BY first.key`;
const BY_SORTING = firstChanges('changes_seq');
const BY_INDEX = firstChanges('changes_key');

/** The largest number whose changeset was made by that time: clocks jump, so the numbers decide (CH4). */
export function readSeqAt(database: Database, time: number): number | null {
  const row = database
    .sql('SELECT max(seq) AS seq FROM changesets INDEXED BY changesets_time WHERE time <= ?')
    .get(time);
  if (typeof row?.['seq'] === 'number') return row['seq'];
  const floor = readMeta(database, 'floor');
  return floor.time === null || time >= floor.time ? floor.seq : null;
}

/** Keys that were changed after changeset `seq`, with what they held then (CH4). A page of large values ends early, to be one message. */
export function readSince(
  database: Database,
  seq: number,
  after: Key | null,
  limit: number,
): Result<{ past: PastEntry[]; more: boolean }, StorageError> {
  if (seq < readMeta(database, 'floor').seq) return err(tooOld(seq));
  const past: PastEntry[] = [];
  let chars = 0;
  const sql = isFew(database, seq) ? BY_SORTING : BY_INDEX;
  for (const row of database.sql(sql).iterate(seq, after ?? '') as Iterable<Row>) {
    if (past.length === limit || chars >= CHUNK_CHARS) return ok({ past, more: true });
    const key = row['key'] as Key;
    const then = entryAt(row, key, 'before_');
    past.push({ key, then });
    chars += then?.text.length ?? 0;
  }
  return ok({ past, more: false });
}

const isFew = (database: Database, seq: number): boolean =>
  database.number('SELECT count(*) FROM (SELECT 1 FROM changes WHERE seq > ? LIMIT ?)', seq, FEW_CHANGES) < FEW_CHANGES;
