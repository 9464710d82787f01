import type { PeerComparison, StateDifference } from '../../../shared/peer-comparison.ts';
import { assertNever } from '../../../shared/result.ts';
import { plural } from './number.ts';

type Reasoned = Pick<StateDifference, 'ahead' | 'reason'>;

/** On which side the entry that is ahead is, and on which it is not: `here` is this machine. */
const sidesOf = ({ ahead }: Reasoned): [holds: string, lacks: string] =>
  ahead === 'ours' ? ['here', 'there'] : ['there', 'here'];

/** Why a key is not held alike, in a few words (RE4): `on its way`, `older there`, `deleted here`. */
export function differenceWords(difference: Reasoned): string {
  const [holds, lacks] = sidesOf(difference);
  switch (difference.reason) {
    case 'on-its-way':
      return 'on its way';
    case 'older':
      return `older ${lacks}`;
    case 'lost-tie':
      return `lost a tie ${lacks}`;
    case 'deleted':
      return `deleted ${holds}`;
    case 'expired':
      return `expired ${lacks}`;
    case 'clock':
      return `refused ${lacks} for its clock`;
    case 'limit':
      return `refused ${lacks} for a limit`;
    case 'missing':
      return `missing ${lacks}`;
    default:
      return assertNever(difference.reason);
  }
}

/** The same as a sentence, with what comes of it. */
export function differenceSentence(difference: Reasoned): string {
  const [holds, lacks] = sidesOf(difference);
  switch (difference.reason) {
    case 'on-its-way':
      return 'It was written within the last seconds, or arrived during the comparison.';
    case 'older':
      return `The value ${lacks} was written earlier; the one ${holds} will replace it.`;
    case 'lost-tie':
      return `Both were written in the same millisecond; by the rule for that, the one ${holds} counts.`;
    case 'deleted':
      return `The key was deleted ${holds}; the value ${lacks} will go too.`;
    case 'expired':
      return `It has expired by what is known ${lacks}; it ends on the other machine too.`;
    case 'clock':
      return `Its time lies too far in the future of the clock ${lacks}. Check the clocks of both machines.`;
    case 'limit':
      return `There is no room for it ${lacks}: the number of entries or the size of all values is limited.`;
    case 'missing':
      return `Nothing keeps it from coming ${lacks}: the next exchange brings it.`;
    default:
      return assertNever(difference.reason);
  }
}

/** `12 keys differ`, `More than 500 keys differ`. */
export function comparedWords({ differences, more }: Pick<PeerComparison, 'differences' | 'more'>): string {
  if (differences.length === 0) return 'No key differs';
  if (more) return `More than ${plural(differences.length, 'key differs', 'keys differ')}`;
  return plural(differences.length, 'key differs', 'keys differ');
}

/** While it runs: `Comparing…`, `Comparing… 300 differences so far`. */
export function comparingWords(found: number): string {
  return found === 0 ? 'Comparing…' : `Comparing… ${plural(found, 'difference', 'differences')} so far`;
}
