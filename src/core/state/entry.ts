import type { EntryView, Key, LossReason } from '../../shared/model.ts';
import { entryHash } from './hash.ts';
import { TOMBSTONE_TTL_MS } from './limits.ts';

/** Builds an entry from checked parts. A null value always gets the tombstone's ttl (ST3), and a ts of -0, which JSON can hold, is 0. */
export function makeEntry(key: Key, text: string, ts: number, ttl: number | null): EntryView {
  const deleted = text === 'null';
  const lifetime = deleted ? TOMBSTONE_TTL_MS : ttl;
  return { key, text, ts: ts + 0, ttl: lifetime, hash: entryHash(key, text, ts, lifetime), deleted };
}

/** What the order of entries for one key looks at (ST5). */
export type Rank = Pick<EntryView, 'ts' | 'deleted' | 'hash'>;

/** Positive when `a` wins over `b`: larger ts, then tombstone over value, then larger entry hash (ST5). */
export function compareRank(a: Rank, b: Rank): number {
  if (a.ts !== b.ts) return a.ts - b.ts;
  if (a.deleted !== b.deleted) return a.deleted ? 1 : -1;
  if (a.hash === b.hash) return 0;
  return a.hash > b.hash ? 1 : -1;
}

/** Why the lower-ranking of two entries lost. */
export function lossReason(loser: Rank, winner: Rank): LossReason {
  if (loser.ts !== winner.ts) return 'older';
  return loser.deleted === winner.deleted ? 'lost-tie' : 'deleted';
}

/** The moment from which the entry is not served any more; infinite without a ttl (ST8). */
export const expiresAt = (entry: Pick<EntryView, 'ts' | 'ttl'>): number =>
  entry.ttl === null ? Infinity : entry.ts + entry.ttl;
