import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyEntry, entry, NOW } from '../../../test/support/entries.ts';
import { compareRank, expiresAt, lossReason } from './entry.ts';

it('[ST3] a null value has the lifetime of a tombstone, whatever was asked', () => {
  for (const ttl of [null, 1, 5_000_000_000])
    expect(entry('a', null, NOW, ttl)).toMatchObject({ ttl: 864_000_000, deleted: true });
});

it('[ST3] two deletes of the same moment are one entry', () => {
  expect(entry('a', null, NOW, 1)).toEqual(entry('a', null, NOW, null));
});

it('[ST5] the larger ts wins', () => {
  expect(compareRank(entry('a', 1, 2), entry('a', 2, 1))).toBeGreaterThan(0);
});

it('[ST5] a tombstone beats a value of the same ts', () => {
  expect(compareRank(entry('a', null, 5), entry('a', 'zzz', 5))).toBeGreaterThan(0);
  expect(lossReason(entry('a', 'zzz', 5), entry('a', null, 5))).toBe('deleted');
});

it('[ST5] of two values of the same ts the larger entry hash wins', () => {
  const [one, two] = [entry('a', 1, 5), entry('a', 2, 5)];
  expect(Math.sign(compareRank(one, two))).toBe(one.hash > two.hash ? 1 : -1);
  expect(lossReason(one, two)).toBe('lost-tie');
});

it('[ST5] the order is total: only an entry itself stands level with it', () => {
  fc.assert(
    fc.property(anyEntry, anyEntry, (a, b) => {
      const twin = { ...b, key: a.key };
      expect(Math.sign(compareRank(a, twin))).toBe(0 - Math.sign(compareRank(twin, a)) + 0);
      expect(compareRank(a, twin) === 0).toBe(a.ts === twin.ts && a.deleted === twin.deleted && a.hash === twin.hash);
    }),
  );
});

it('[ST5] the order is transitive', () => {
  fc.assert(
    fc.property(anyEntry, anyEntry, anyEntry, (a, b, c) => {
      if (compareRank(a, b) >= 0 && compareRank(b, c) >= 0) expect(compareRank(a, c)).toBeGreaterThanOrEqual(0);
    }),
  );
});

it('[ST8] an entry expires at ts + ttl, or never', () => {
  expect(expiresAt(entry('a', 1, NOW, 5))).toBe(NOW + 5);
  expect(expiresAt(entry('a', 1, NOW))).toBe(Infinity);
});

it('[ST11] a ts of -0, which JSON can hold, is 0', () => {
  expect(entry('a', 1, -0)).toStrictEqual(entry('a', 1, 0));
});
