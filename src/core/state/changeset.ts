import {
  SUMMARY_KEYS,
  type Change,
  type ChangeKind,
  type Changeset,
  type ChangesetSummary,
  type Digest,
} from '../../shared/model.ts';
import { XorDigest } from './digest.ts';

/** What a change means to people: a tombstone is "removed", not a value. */
export function changeKind(change: Change): ChangeKind {
  if (change.after === null || change.after.deleted) return 'removed';
  return change.before === null || change.before.deleted ? 'added' : 'changed';
}

/** The changeset for lists: counts and the first keys, no values; as it was made, so delivered to nobody yet. */
export function summarize(changeset: Changeset): ChangesetSummary {
  const { seq, time, origin, digestBefore, digestAfter, changes } = changeset;
  const counts: Record<ChangeKind, number> = { added: 0, changed: 0, removed: 0 };
  for (const change of changes) counts[changeKind(change)] += 1;
  const keys = changes.slice(0, SUMMARY_KEYS).map((change) => ({ key: change.key, kind: changeKind(change) }));
  const lost = changeset.lost.length;
  return { seq, time, origin, digestBefore, digestAfter, ...counts, lost, keys, delivery: null };
}

/** The digest after `changes`, from the one before: XOR needs nothing else (VD1). */
export function digestAfter(before: Digest, changes: Change[]): Digest {
  const digest = new XorDigest(before);
  for (const change of changes) {
    for (const entry of [change.before, change.after]) if (entry !== null) digest.toggle(entry.hash);
  }
  return digest.value;
}
