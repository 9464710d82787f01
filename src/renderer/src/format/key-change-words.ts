import type { KeyHolder } from '../../../shared/model.ts';
import { formatCount, plural } from './number.ts';

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Those that have not got the new key yet first, for they are what matters; each by name. */
export function holdersInOrder(machines: readonly KeyHolder[]): KeyHolder[] {
  return machines.toSorted((a, b) => Number(a.has) - Number(b.has) || byName.compare(a.name, b.name));
}

export const withoutNewKey = (machines: readonly KeyHolder[]): KeyHolder[] =>
  holdersInOrder(machines).filter(({ has }) => !has);

/** `3 of 12 machines have it`. */
export function holdingWords(machines: readonly KeyHolder[]): string {
  if (machines.length === 0) return 'No other machine is known here yet';
  const have = machines.length - withoutNewKey(machines).length;
  return `${formatCount(have)} of ${plural(machines.length, 'machine', 'machines')} ${have === 1 ? 'has' : 'have'} it`;
}

/** What ending the old key now does to machines without the new one. */
export function shutOutWords(count: number): string {
  if (count === 0) return 'Every machine that is known here has the new key, so none is shut out.';
  const [are, have] = count === 1 ? ['is', 'has'] : ['are', 'have'];
  return `${plural(count, 'machine', 'machines')} ${have} not got the new key yet and ${are} shut out:`;
}
