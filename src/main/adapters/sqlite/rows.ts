import type { EntryHash, EntryView, Key } from '../../../shared/model.ts';
import type { Grave } from '../../../core/ports.ts';

export type Cell = string | number | null;
export type Row = Record<string, unknown>;

const NO_ENTRY: Cell[] = [null, null, null, null, null];

/** text, ts, ttl, hash, deleted */
export const entryCells = (entry: EntryView | null): Cell[] =>
  entry === null ? NO_ENTRY : [entry.text, entry.ts, entry.ttl, entry.hash, entry.deleted ? 1 : 0];

/** The entry in the columns with this prefix (`before_`, or none); null when there is none. */
export function entryAt(row: Row, key: Key, prefix: string): EntryView | null {
  const text = row[`${prefix}text`];
  if (typeof text !== 'string') return null;
  return {
    key,
    text,
    ts: row[`${prefix}ts`] as number,
    ttl: row[`${prefix}ttl`] as number | null,
    hash: row[`${prefix}hash`] as EntryHash,
    deleted: row[`${prefix}deleted`] === 1,
  };
}

export const graveOf = (row: Row): Grave => ({
  key: row['key'] as Key,
  ts: row['ts'] as number,
  deleted: row['deleted'] === 1,
  hash: row['hash'] as EntryHash,
  buriedAt: row['buried_at'] as number,
});
