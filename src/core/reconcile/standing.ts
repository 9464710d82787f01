import type { EntryHash, EntryView, Key } from '../../shared/model.ts';
import { compareRank, expiresAt } from '../state/entry.ts';
import { MAX_FUTURE_MS, MERGE_OVERFLOW } from '../state/limits.ts';
import type { Capacity } from '../state/room.ts';
import type { State } from '../state/state.ts';
import { utf8Length } from '../state/utf8.ts';

/** The circumstances in which an entry would come. */
export interface Circumstances {
  state: Pick<State, 'get' | 'highestTs' | 'size' | 'valueBytes'>;
  /** This node's clock. */
  now: number;
  capacity: Capacity;
}

/** What is asked about: an entry without its value. */
export interface Asked {
  key: Key;
  ts: number;
  ttl: number | null;
  deleted: boolean;
  hash: EntryHash;
  valueBytes: number;
}

/**
 * How an entry would fare if it came now:
 *   held     what is held ranks as high or higher (ST5)
 *   expired  it, or one that is no older, has expired by this clock (ST8, ST9)
 *   future   it lies too far ahead of the clock (ST7)
 *   full     it would not fit (ST2)
 *   welcome  it would be taken
 */
export const STANDINGS = ['held', 'expired', 'future', 'full', 'welcome'] as const;
export type Standing = (typeof STANDINGS)[number];

export function standingOf(asked: Asked, circumstances: Circumstances): Standing {
  const { state, now } = circumstances;
  const held = state.get(asked.key);
  if (held !== null && compareRank(asked, held) <= 0) return 'held';
  if (held === null && state.highestTs(asked.key, Infinity) >= asked.ts) return 'expired';
  if (expiresAt(asked) <= now) return 'expired';
  if (asked.ts > now + MAX_FUTURE_MS) return 'future';
  return fits(asked, held, circumstances) ? 'welcome' : 'full';
}

export const askedOf = ({ key, text, ts, ttl, deleted, hash }: EntryView): Asked => ({
  ...{ key, ts, ttl, deleted, hash },
  valueBytes: utf8Length(text),
});

/** As a merge would judge (ST2). */
function fits({ deleted, valueBytes }: Asked, held: EntryView | null, { state, capacity }: Circumstances): boolean {
  const growth = valueBytes - (held === null ? 0 : utf8Length(held.text));
  const isKnown = held !== null || state.size + 1 <= capacity.maxEntries * MERGE_OVERFLOW;
  return deleted || (isKnown && (growth <= 0 || state.valueBytes + growth <= capacity.maxValueBytes * MERGE_OVERFLOW));
}
