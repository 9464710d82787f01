import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { entry } from '../../../test/support/entries.ts';
import { SLICE_ENTRIES } from '../pause.ts';
import { inKeyOrder } from './key-order.ts';

const noPause = () => Promise.resolve();

it('[CH1] any entries come in the order of their keys, all of them', async () => {
  const names = fc.array(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(names, async (keys) => {
      const given = keys.map((key, i) => entry(`k${key}`, i));
      const sorted = [...(await inKeyOrder(given, noPause))];
      expect(sorted.map(({ key }) => key)).toEqual(given.map(({ key }) => key).sort());
      expect(new Set(sorted)).toEqual(new Set(given));
    }),
  );
});

it('[LM2] very many are put in order with pauses between', async () => {
  const count = 20 * SLICE_ENTRIES + 1;
  // A step that is coprime to the count visits each number once.
  const given = Array.from({ length: count }, (_, i) => entry(`k${(i * 7_919) % count}`, i));
  let pauses = 0;
  const pause = () => {
    pauses += 1;
    return Promise.resolve();
  };
  const sorted = [...(await inKeyOrder(given, pause))].map(({ key }) => key);
  expect(sorted).toEqual(given.map(({ key }) => key).sort());
  expect(pauses).toBeGreaterThanOrEqual(5);
});
