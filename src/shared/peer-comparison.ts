/** Where this machine and a peer differ, as the core finds it and the window shows it (RE4). */
import type { Digest, EntryView, Key } from './model.ts';

/**
 * Why the side that is behind does not hold the entry of the side that is ahead (RE4):
 *   on-its-way  it is younger than 5 s, or arrived during the comparison
 *   older       what is held ranks lower by its stamp
 *   lost-tie    what is held ranks lower at the same stamp
 *   deleted     the side that is ahead has deleted what the other one still holds
 *   expired     it has expired there, and that is remembered
 *   clock       it lies too far ahead of the clock there
 *   limit       it does not fit there
 *   missing     nothing stands in its way: the next reconcile brings it
 */
export type DifferenceReason =
  'on-its-way' | 'older' | 'lost-tie' | 'deleted' | 'expired' | 'clock' | 'limit' | 'missing';

/** A key that is not held alike; null stands for "no entry". */
export interface StateDifference {
  key: Key;
  ours: EntryView | null;
  theirs: EntryView | null;
  ahead: 'ours' | 'theirs';
  reason: DifferenceReason;
}

/** What a comparison found by the time it ended. */
export interface PeerComparison {
  /** In key order. */
  differences: StateDifference[];
  /** There are more differences than were gathered. */
  more: boolean;
  /** What both hold: null when they differ, or when one of them changed so that it cannot be said. */
  digest: Digest | null;
  /** When it ended. */
  time: number;
}
