import type { Changeset, EntryView } from '../../shared/model.ts';
import { compareRank, makeEntry } from '../state/entry.ts';

/**
 * The winner of two different values with one ts, written again a millisecond later with its ttl (C1.5): an agent keeps the one that it got
 * first, and neither its answers nor its version tell which that was. The same on every node that finds the tie.
 */
export function tieBreaker(a: EntryView, b: EntryView): EntryView {
  const { key, text, ts, ttl } = compareRank(a, b) > 0 ? a : b;
  return makeEntry(key, text, ts + 1, ttl);
}

/** What breaks the ties that a commit decided: an agent may have been given what was there before. */
export function tieBreakers({ changes }: Pick<Changeset, 'changes'>): EntryView[] {
  const breakers: EntryView[] = [];
  for (const { before, after } of changes) {
    if (before === null || after === null) continue;
    if (before.ts === after.ts && before.text !== after.text) breakers.push(tieBreaker(before, after));
  }
  return breakers;
}
