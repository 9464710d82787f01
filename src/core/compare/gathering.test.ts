import { expect, it } from 'vitest';
import { entry, NOW } from '../../../test/support/entries.ts';
import type { StateDifference } from '../../shared/peer-comparison.ts';
import { Gathering } from './gathering.ts';

const differing = (key: string, value: unknown = 1): StateDifference => {
  const ours = entry(key, value, NOW);
  return { key: ours.key, ours, theirs: null, ahead: 'ours', reason: 'missing' };
};
const WIDE = 1_000_000;

it('[RE4] gathers differences in key order', () => {
  const gathering = new Gathering({ limit: 3, maxBytes: WIDE });
  expect(gathering.take([differing('b'), differing('c')])).toBe(true);
  expect(gathering.take([differing('a')])).toBe(true);
  expect(gathering.inKeyOrder().map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  expect([gathering.count, gathering.more]).toEqual([3, false]);
});

it('[RE4] says that there are more than it takes, and stays as it is from then on', () => {
  const gathering = new Gathering({ limit: 2, maxBytes: WIDE });
  expect(gathering.take(['a', 'b', 'c'].map((key) => differing(key)))).toBe(false);
  expect(gathering.take([])).toBe(true);
  expect([gathering.count, gathering.more]).toEqual([2, true]);
});

it('[RE4] bounds the bytes of keys and values, but takes the first whatever its size', () => {
  const long = 'é'.repeat(600);
  const gathering = new Gathering({ limit: 9, maxBytes: 1_000 });
  expect(gathering.take([differing('a', long)])).toBe(true);
  expect(gathering.take([differing('b', 1)])).toBe(false);
  expect(gathering.take([differing('c', 1)])).toBe(false);
  expect([gathering.count, gathering.more]).toEqual([1, true]);
});
