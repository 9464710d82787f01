import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Key } from '../../shared/model.ts';
import { entry, keyOf, NOW } from '../../../test/support/entries.ts';
import { Heap } from '../heap.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { keyHash } from './hash.ts';
import { KeyIndex } from './key-index.ts';
import { KeyList } from './key-list.ts';

const anyKey = fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme' }).map(keyOf);
/** Adding a key that is there, or removing one that is not, does not happen: State sees to it. */
const anySteps = fc.array(anyKey, { maxLength: 120 });

/** Adds each key at its first mention and removes it at the next, by turns. */
function toggle(keys: Key[], index: { add: (key: Key) => void; remove: (key: Key) => void }): Set<Key> {
  const held = new Set<Key>();
  for (const key of keys) {
    if (held.delete(key)) index.remove(key);
    else {
      index.add(key);
      held.add(key);
    }
  }
  return held;
}

it('[LM1] a heap gives its items back in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = new Heap<number>((a, b) => a < b);
      for (const number of numbers) heap.push(number);
      const popped = Array.from(numbers, () => heap.pop());
      expect(popped).toEqual(numbers.toSorted((a, b) => a - b));
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

it('[PS5] the key index goes through all keys in the order of their hashes, from any cursor', () => {
  fc.assert(
    fc.property(anySteps, fc.nat(), (keys, at) => {
      const index = new KeyIndex();
      const sorted = [...toggle(keys, index)]
        .map((key) => ({ key, hash: keyHash(key) }))
        .sort((a, b) => (a.hash < b.hash ? -1 : 1));
      expect([...index.after('')].map(({ key }) => key)).toEqual(sorted.map(({ key }) => key));
      const cursor = sorted[at % Math.max(1, sorted.length)]?.hash ?? 'f'.repeat(64);
      const behind = sorted.filter(({ hash }) => hash > cursor);
      expect([...index.after(cursor)].map(({ key }) => key)).toEqual(behind.map(({ key }) => key));
    }),
  );
});

it('[UI] the key list is sorted, whether few or many keys came since the last look', () => {
  fc.assert(
    fc.property(anySteps, anySteps, (first, second) => {
      const list = new KeyList();
      const held = toggle(first, list);
      expect(list.matching('')).toEqual([...held].sort());
      const both = toggle([...held, ...second], {
        add: (key) => held.has(key) || list.add(key),
        remove: (key) => list.remove(key),
      });
      expect(list.size).toBe(new Set([...both]).size);
      expect(list.matching('')).toEqual([...both].sort());
    }),
  );
});

it('[UI] the filter finds parts of keys in any case', () => {
  const list = new KeyList();
  for (const key of ['desks/3-114', 'Desks/3-115', 'printers/a']) list.add(keyOf(key));
  expect(list.matching('DESKS')).toEqual(['Desks/3-115', 'desks/3-114']);
  list.add(keyOf('desks/new'));
  expect(list.matching('DESKS')).toHaveLength(3);
  list.remove(keyOf('desks/3-114'));
  expect(list.matching('desks')).toEqual(['Desks/3-115', 'desks/new']);
});

it('[LM1] the expiry queue forgets replaced entries before they outnumber the others', () => {
  const current = new Map<Key, string>();
  const queue = new ExpiryQueue((key, hash) => current.get(key) === hash);
  for (let i = 0; i < 10_000; i += 1) {
    const replaced = entry('a', i, NOW + i, 1_000);
    current.set(replaced.key, replaced.hash);
    queue.add(replaced, current.size);
  }
  expect(queue.size).toBeLessThan(200);
  expect(queue.nextAt).toBe(NOW + 9_999 + 1_000);
});
