import type { EntryView } from '../../shared/model.ts';
import type { FileEntry } from '../node-api.ts';
import { compareRank, expiresAt, makeEntry } from './entry.ts';
import { MAX_FUTURE_MS } from './limits.ts';
import type { WriteView } from './pending.ts';

/** The stamp of seeded values that name none: below everything that anybody ever wrote. */
const SEED_TS = 1;

/**
 * What of a seed file is to be merged (ST11): entries with a ts if they win; those without only where the key has neither entry nor grave,
 * so that a restart never overwrites newer data. Null for one that is to be left.
 */
export function seedEntry(file: FileEntry, state: WriteView, now: number): EntryView | null {
  return file.ts === undefined ? plainEntry(file, state, now) : stampedEntry(file, file.ts, state, now);
}

/** True when its time has not come: nobody would accept it yet (ST7). */
export const isFutureSeed = ({ ts }: FileEntry, now: number): boolean => ts !== undefined && ts > now + MAX_FUTURE_MS;

function plainEntry({ key, text, ttl = null }: FileEntry, state: WriteView, now: number): EntryView | null {
  if (text === 'null' || state.highestTs(key, Infinity) >= 0) return null;
  return makeEntry(key, text, ttl === null ? SEED_TS : now, ttl);
}

function stampedEntry(
  { key, text, ttl = null }: FileEntry,
  ts: number,
  state: WriteView,
  now: number,
): EntryView | null {
  if (ts > now + MAX_FUTURE_MS) return null;
  const entry = makeEntry(key, text, ts, ttl);
  const held = state.get(key);
  const wins = held === null ? ts >= state.highestTs(key, Infinity) : compareRank(entry, held) > 0;
  return wins && expiresAt(entry) > now ? entry : null;
}
