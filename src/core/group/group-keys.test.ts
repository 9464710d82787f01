import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { hex } from '../reconcile/bytes.ts';
import { firstKeys, MAX_HELD, withEnded, withKey, withoutOld, type GroupKey, type GroupKeys } from './group-keys.ts';
import { SECRET_BYTES, type GroupSecret } from './invite-code.ts';

const secretOf = (byte: number) => new Uint8Array(SECRET_BYTES).fill(byte) as Uint8Array as GroupSecret;
const key: fc.Arbitrary<GroupKey> = fc.record({
  secret: fc.integer({ min: 1, max: 6 }).map(secretOf),
  generation: fc.integer({ min: 0, max: 4 }),
  handing: fc.constantFrom('in-band' as const, 'by-hand' as const),
});
const START = firstKeys(secretOf(0));
const after = (keys: readonly GroupKey[]): GroupKeys => keys.reduce((held, one) => withKey(held, one, 1), START);
const newest = ({ held: [first] }: GroupKeys) => `${first.generation} ${hex(first.secret)}`;

it('[GR5] the newest key is the same everywhere, in whatever order keys come', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 6, selector: ({ secret }) => hex(secret) }).chain((keys) =>
        fc.record({
          keys: fc.constant(keys),
          other: fc.shuffledSubarray(keys, { minLength: keys.length }),
        }),
      ),
      ({ keys, other }) => {
        expect(newest(after(keys))).toBe(newest(after(other)));
      },
    ),
  );
});

it('[GR5] at most three are held, each once, the newest first, and a change is under way while there is more than one', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 10 }), fc.integer({ min: 0, max: 5 }), (keys, ended) => {
      const all = withEnded(after(keys), ended);
      const generations = all.held.map(({ generation }) => generation);
      expect(all.held.length).toBeLessThanOrEqual(MAX_HELD);
      expect(new Set(all.held.map(({ secret }) => hex(secret))).size).toBe(all.held.length);
      expect(generations).toEqual(generations.toSorted((a, b) => b - a));
      expect(all.change !== null).toBe(all.held.length > 1);
      expect(withoutOld(all, true)).toEqual({ held: [all.held[0]], ended: all.held[0].generation, change: null });
    }),
  );
});

it('[GR5] a key that was ended does not come back, and one far ahead uses no generations up', () => {
  const ended = withoutOld(after([{ secret: secretOf(1), generation: 1, handing: 'in-band' }]), true);
  expect(withKey(ended, { secret: secretOf(0), generation: 0, handing: 'in-band' }, 1)).toBe(ended);
  expect(withKey(ended, { secret: secretOf(2), generation: 1_000, handing: 'in-band' }, 1)).toBe(ended);
});
