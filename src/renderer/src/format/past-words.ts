import type { PastRow } from '../../../shared/model.ts';

/** What became of a key since a moment in the past. */
export type PastMark = 'same' | 'changed' | 'removed' | 'added' | 'erased';

/** Compares a key then and now as people see it: value and lifetime. */
export function pastMark({ then, erased, now }: PastRow): PastMark {
  if (erased) return 'erased';
  if (then === null) return now === null ? 'same' : 'added';
  if (now === null) return 'removed';
  return then.text === now.text && then.ttl === now.ttl ? 'same' : 'changed';
}

export const PAST_MEANINGS: Record<PastMark, string> = {
  same: 'It holds the same value now.',
  changed: 'It holds another value now.',
  removed: 'It has been removed since.',
  added: 'It had no value then and has been added since.',
  erased: "Its value then was erased from this machine's history.",
};
