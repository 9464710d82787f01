import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, foldSame, type DiffBlock } from './lines.ts';

const side = (blocks: DiffBlock[], of: 'removed' | 'added'): string[] =>
  blocks.flatMap((block) => (block.kind === 'same' ? block.lines : block[of]));

describe('diffLines', () => {
  it('[UI] texts of more distinct lines than can be told apart count as wholly different', () => {
    const many = (word: string): string => Array.from({ length: 30_000 }, (_, n) => `${word}${n}`).join('\n');
    const blocks = diffLines(many('a'), many('b'));
    expect(blocks.map((block) => block.kind)).toEqual(['changed']);
  });

  it('[UI] a changed line is one removed and one added between equal ones', () => {
    expect(diffLines('{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 3\n}')).toEqual([
      { kind: 'same', lines: ['{', '  "a": 1,'] },
      { kind: 'changed', removed: ['  "b": 2'], added: ['  "b": 3'] },
      { kind: 'same', lines: ['}'] },
    ]);
  });

  it('[UI] lines may be only added or only removed, at either end', () => {
    expect(diffLines('b', 'a\nb')).toEqual([
      { kind: 'changed', removed: [], added: ['a'] },
      { kind: 'same', lines: ['b'] },
    ]);
    expect(diffLines('a\nb\nc', 'a\nb')).toEqual([
      { kind: 'same', lines: ['a', 'b'] },
      { kind: 'changed', removed: ['c'], added: [] },
    ]);
  });

  it('[UI] no line of either side is lost or moved', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', 'longer line'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const blocks = diffLines(before.join('\n'), after.join('\n'));
        expect(side(blocks, 'removed')).toEqual(before);
        expect(side(blocks, 'added')).toEqual(after);
      }),
    );
  });
});

it('[UI] long runs of equal lines fold to their ends', () => {
  const lines = Array.from({ length: 20 }, String);
  expect(foldSame(lines, 3)).toEqual({ head: 3, folded: 14, tail: 3 });
  expect(foldSame(lines.slice(0, 8), 3)).toEqual({ head: 8, folded: 0, tail: 0 });
});
