import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entry, NOW } from '../../../test/support/entries.ts';
import { newState } from '../../../test/support/state.ts';
import type { State } from '../state/state.ts';
import type { EntryView } from '../../shared/model.ts';
import { keyHash } from '../state/hash.ts';
import { CHILD_WORDS, differingChildren, DigestTrie, type Children } from './digest-trie.ts';
import { wireHash } from './key-hash.ts';
import { childOf, FANOUT, FEW } from './prefix.ts';

const ENTRIES = Array.from({ length: 6_000 }, (_, i) => entry(`key ${i}`, i % 7 === 0 ? null : i, NOW - i));
function stateOf(entries: EntryView[] = []): State {
  const state = newState();
  state.merge(entries);
  return state;
}

const state = stateOf(ENTRIES);
const trie = new DigestTrie(() => state);

/** Prefixes that have something below them, from the whole state to a single key. */
const anyPrefix = fc
  .tuple(fc.constantFrom(...ENTRIES), fc.integer({ min: 0, max: 6 }))
  .map(([{ key }, depth]) => keyHash(key).slice(0, depth));

const SORTED = ENTRIES.map((held) => ({ hash: keyHash(held.key), held })).sort((a, b) => (a.hash < b.hash ? -1 : 1));

const below = (prefix: string): EntryView[] =>
  SORTED.filter(({ hash }) => hash.startsWith(prefix)).map(({ held }) => held);

function childrenAnew(prefix: string): Children {
  const children = new Uint32Array(FANOUT * CHILD_WORDS);
  for (const { key, hash } of below(prefix)) {
    const at = parseInt(keyHash(key)[prefix.length]!, 16) * CHILD_WORDS;
    children[at] = children[at]! ^ parseInt(hash.slice(0, 8), 16);
    children[at + 1] = children[at + 1]! ^ parseInt(hash.slice(8, 14), 16);
  }
  return children;
}

it("[RE1] a prefix's children have the digests that summing up anew gives", () => {
  fc.assert(
    fc.property(anyPrefix, (prefix) => {
      expect(trie.children(prefix)).toEqual(childrenAnew(prefix));
    }),
  );
});

it('[RE1] 16 or fewer entries are few, and a listing tells the rank of each', () => {
  fc.assert(
    fc.property(anyPrefix, (prefix) => {
      const entries = below(prefix);
      expect(trie.hasFew(prefix)).toBe(entries.length <= FEW);
      const listed = entries.map(({ key, ts, deleted, hash }) => ({
        keyHash: wireHash(keyHash(key)),
        ts,
        deleted,
        hash,
      }));
      expect(trie.listing(prefix)).toEqual(listed.slice(0, FEW));
    }),
  );
});

it('[RE1] the keys below a prefix come in hash order, and are found by their hash', () => {
  fc.assert(
    fc.property(anyPrefix, (prefix) => {
      expect([...trie.below(prefix)].map(({ key }) => key)).toEqual(below(prefix).map(({ key }) => key));
    }),
  );
  for (const one of ENTRIES.slice(0, 50)) expect(trie.find(wireHash(keyHash(one.key)))).toBe(one);
  expect(trie.find(wireHash(keyHash('not held')))).toBeNull();
});

it('[RE1] a change shows in the one child at each level in which its key lies', () => {
  const changed = stateOf(ENTRIES);
  const theirs = new DigestTrie(() => changed);
  changed.merge([entry('key 7', 'new', NOW)]);
  const hash = keyHash('key 7');
  for (let depth = 0; depth < 6; depth += 1) {
    const prefix = hash.slice(0, depth);
    const expected = [childOf(prefix, parseInt(hash[depth]!, 16))];
    expect(differingChildren(prefix, trie.children(prefix), theirs.children(prefix))).toEqual(expected);
  }
});

it('[RE1] putting back what was changed leaves no trace in any digest', () => {
  const replayed = stateOf(ENTRIES);
  const other = new DigestTrie(() => replayed);
  for (const { key } of ENTRIES.slice(0, 500)) replayed.takeOut([key]);
  expect(differingChildren('', trie.children(''), other.children(''))).toHaveLength(FANOUT);
  replayed.merge(ENTRIES);
  for (let digit = 0; digit < FANOUT; digit += 1) {
    const prefix = childOf('', digit);
    expect(differingChildren(prefix, trie.children(prefix), other.children(prefix))).toEqual([]);
  }
});

it('[RE1] of nothing, everything is zero', () => {
  const empty = new DigestTrie(() => stateOf());
  for (const prefix of ['', 'a', 'abc', 'abcd0123']) {
    expect(empty.hasFew(prefix)).toBe(true);
    expect(empty.children(prefix).every((word) => word === 0)).toBe(true);
    expect(empty.listing(prefix)).toEqual([]);
  }
});
