import { expect, it } from 'vitest';
import type { DiffBlock } from './lines.ts';
import { shownBlocks } from './shown.ts';

const lines = (count: number): string[] => Array.from({ length: count }, (_, n) => `line ${n}`);
const same = (count: number): DiffBlock => ({ kind: 'same', lines: lines(count) });

it('[UI] equal lines far from a change are folded, and can be unfolded', () => {
  const blocks: DiffBlock[] = [same(20), { kind: 'changed', removed: ['a'], added: ['b'] }];
  const folded = shownBlocks(blocks, 60, false);
  expect(folded.blocks.map((block) => block.kind)).toEqual(['same', 'folded', 'same', 'changed']);
  expect(folded).toMatchObject({ hidden: 0, folded: true });
  expect(shownBlocks(blocks, 60, true)).toMatchObject({ folded: false, hidden: 0, blocks });
});

it('[UI] a long value ends after so many lines and says how many follow', () => {
  const { blocks, hidden } = shownBlocks([{ kind: 'changed', removed: [], added: lines(100) }, same(2)], 60, false);
  expect(blocks).toEqual([{ kind: 'changed', removed: [], added: lines(60) }]);
  expect(hidden).toBe(42);
});
