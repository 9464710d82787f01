import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EntryHash, Key } from '../../shared/model.ts';
import { entry, keyOf, NOW } from '../../../test/support/entries.ts';
import { Heap } from '../heap.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { keyHash } from './hash.ts';
import { LEAF_WORDS, KeyIndex, LEAVES, leafOf } from './key-index.ts';
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

/** An index as a set of keys, each with an entry of its own. */
const hashOf = (key: Key): EntryHash => entry(key, 0).hash;
const withHashes = (index: KeyIndex) => ({
  add: (key: Key) => index.add(key, hashOf(key)),
  remove: (key: Key) => index.remove(key, hashOf(key)),
});

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
      const sorted = [...toggle(keys, withHashes(index))]
        .map((key) => ({ key, hash: keyHash(key) }))
        .sort((a, b) => (a.hash < b.hash ? -1 : 1));
      expect([...index.after('')].map(({ key }) => key)).toEqual(sorted.map(({ key }) => key));
      const cursor = sorted[at % Math.max(1, sorted.length)]?.hash ?? 'f'.repeat(64);
      const behind = sorted.filter(({ hash }) => hash > cursor);
      expect([...index.after(cursor)].map(({ key }) => key)).toEqual(behind.map(({ key }) => key));
    }),
  );
});

it('[RE1] the key index has the digest and size of each leaf, whatever was added, replaced and removed', () => {
  fc.assert(
    fc.property(anySteps, (keys) => {
      const index = new KeyIndex();
      const held = toggle(keys, withHashes(index));
      for (const key of held) index.replace(key, hashOf(key), entry(key, 1).hash);
      const words = new Uint32Array(LEAVES * LEAF_WORDS);
      const sizes = new Uint32Array(LEAVES);
      for (const key of held) {
        const leaf = leafOf(keyHash(key));
        sizes[leaf]! += 1;
        for (let word = 0; word < LEAF_WORDS; word += 1)
          words[leaf * LEAF_WORDS + word]! ^= parseInt(entry(key, 1).hash.slice(8 * word, 8 * word + 8), 16);
      }
      expect(words).toEqual(words.map((_, at) => index.leafWord(Math.floor(at / LEAF_WORDS), at % LEAF_WORDS)));
      expect(sizes).toEqual(sizes.map((_, leaf) => index.leafSize(leaf)));
    }),
  );
});

it('[RE1] removing a key that is not there leaves the digests alone', () => {
  const index = new KeyIndex();
  index.remove(keyOf('a'), hashOf(keyOf('a')));
  expect(index.leafWord(leafOf(keyHash('a')), 0)).toBe(0);
});

it('[LM2] a leaf asked for again is not hashed again until its keys change', () => {
  const index = new KeyIndex();
  const [first, second] = sameLeaf();
  index.add(first, hashOf(first));
  const leaf = leafOf(keyHash(first));
  index.slots(leaf);
  index.replace(first, hashOf(first), entry(first, 1).hash);
  index.slots(leaf);
  expect(index.hashedKeys).toBe(1);
  index.add(second, hashOf(second));
  expect(index.slots(leaf).map(({ key }) => key)).toHaveLength(2);
  index.remove(first, entry(first, 1).hash);
  expect(index.slots(leaf).map(({ key }) => key)).toEqual([second]);
  expect(index.hashedKeys).toBe(4);
});

it('[LM1] the hashes of only a few leaves are kept', () => {
  const index = new KeyIndex();
  for (let i = 0; i < 2_000; i += 1) index.add(keyOf(`key ${i}`), hashOf(keyOf(`key ${i}`)));
  for (let round = 0; round < 2; round += 1) for (let leaf = 0; leaf < LEAVES; leaf += 1) index.slots(leaf);
  expect(index.hashedKeys).toBe(4_000);
});

/** Two keys whose hashes begin alike. */
function sameLeaf(): [Key, Key] {
  const seen = new Map<number, Key>();
  for (let i = 0; ; i += 1) {
    const key = keyOf(`key ${i}`);
    const other = seen.get(leafOf(keyHash(key)));
    if (other !== undefined) return [other, key];
    seen.set(leafOf(keyHash(key)), key);
  }
}

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
