import type { ChangesetSummary, LostEntry } from '../../../shared/model.ts';
import { assertNever } from '../../../shared/result.ts';
import { plural } from './number.ts';
import { formatMeasured } from './time.ts';

/** How many keys of each kind: of a changeset, an import. */
export type ChangeCounts = Pick<ChangesetSummary, 'added' | 'changed' | 'removed'>;

/** Signs and counts of what a changeset did, in the order added, changed, removed; zeros left out. */
export function changeCounts(changeset: ChangesetSummary): { kind: 'added' | 'changed' | 'removed'; text: string }[] {
  const all = [
    { kind: 'added', count: changeset.added, sign: '+' },
    { kind: 'changed', count: changeset.changed, sign: '~' },
    { kind: 'removed', count: changeset.removed, sign: '−' },
  ] as const;
  return all
    .filter(({ count }) => count > 0)
    .map(({ kind, count, sign }) => ({ kind, text: sign + count.toLocaleString() }));
}

/** The counts for people who listen: `1 added, 2 removed`. */
export function countsSentence(changeset: ChangeCounts): string {
  const parts = [
    [changeset.added, 'added'],
    [changeset.changed, 'changed'],
    [changeset.removed, 'removed'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString()} ${word}`);
  return said.length > 0 ? said.join(', ') : 'nothing changed';
}

export function changedTotal(changeset: ChangeCounts): number {
  return changeset.added + changeset.changed + changeset.removed;
}

/** True, false, or unknown (null) because the summary names only some of its keys. */
export function touchesKey(changeset: ChangesetSummary, key: string): boolean | null {
  if (changeset.keys.some((changed) => changed.key === key)) return true;
  return changeset.keys.length < changedTotal(changeset) + changeset.lost ? null : false;
}

/** `1 value lost`, `3 values lost`. */
export function lostWords(count: number): string {
  return `${plural(count, 'value', 'values')} lost`;
}

/** Why a value lost, as the end of a sentence (CH2): `another value was written 40 ms later`. */
export function lossReason({ entry, winner, reason }: LostEntry): string {
  const other = winner.deleted ? 'the key was deleted' : 'another value was written';
  switch (reason) {
    case 'older':
      return `${other} ${formatMeasured(winner.ts - entry.ts)} later`;
    case 'deleted':
      return 'the key was deleted at the same moment';
    case 'lost-tie':
      return 'another value was written at the same moment';
    case 'expired':
      return 'it had expired already';
    default:
      return assertNever(reason);
  }
}
