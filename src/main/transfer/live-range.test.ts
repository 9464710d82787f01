import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryListPage, EntryListQuery } from '../../core/node-api.ts';
import { anEntry } from '../shell/testing/fixtures.ts';
import { countLive, livePages } from './live-range.ts';

/** Lists keys as a node does: in the order of their UTF-16 units. */
class Listed {
  keys: string[];

  constructor(keys: string[]) {
    this.keys = keys.toSorted();
  }

  list({ offset, limit }: EntryListQuery): EntryListPage {
    const entries = this.keys.slice(offset, offset + limit).map((key) => anEntry(key, '1'));
    return { total: this.keys.length, matching: this.keys.length, offset, entries };
  }
}

const keysOf = (node: Listed, prefix: string): string[] =>
  [...livePages(node, prefix)].flat().map(({ key }) => key as string);

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `k/${String(i).padStart(5, '0')}`);

describe('the live values under a prefix', () => {
  it('[UI] are those whose key begins with it, in key order', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '🍇', '\uffff', '\u0001'), maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(key), key, (keys, prefix) => {
        const node = new Listed(keys);
        const expected = node.keys.filter((one) => one.startsWith(prefix));
        expect(keysOf(node, prefix)).toEqual(expected);
        expect(countLive(node, prefix)).toBe(expected.length);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('[UI] come in pages of at most 500', () => {
    const node = new Listed(['a', ...numbered(1_001), 'z']);
    expect([...livePages(node, 'k/')].map((page) => page.length)).toEqual([500, 500, 1]);
  });

  it('[UI] come once each while others come and go between the pages', () => {
    const node = new Listed(numbered(1_200));
    const steady = node.keys.filter((_, i) => i % 2 === 0);
    const got: string[] = [];
    for (const page of livePages(node, '')) {
      got.push(...page.map(({ key }) => key));
      node.keys = [...steady, 'a/new', `k/00999/${got.length}`].toSorted();
    }
    expect(new Set(got).size).toBe(got.length);
    expect(got.filter((key) => steady.includes(key))).toEqual(steady);
  });
});
