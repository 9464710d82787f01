import type { Stranger } from '../../../shared/model.ts';
import { plural } from './number.ts';

/** `2 machines of other groups on this network`. */
export const othersWords = (others: number): string =>
  others === 1
    ? '1 machine of another group on this network'
    : `${plural(others, 'machine', 'machines')} of other groups on this network`;

/** `Refused 37 requests from 2 addresses`. */
export function refusedWords(strangers: readonly Stranger[]): string {
  const requests = strangers.reduce((sum, { count }) => sum + count, 0);
  return `Refused ${plural(requests, 'request', 'requests')} from ${plural(strangers.length, 'address', 'addresses')}`;
}
