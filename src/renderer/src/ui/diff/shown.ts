import { foldSame, type DiffBlock } from './lines.ts';

/** A block of a comparison as far as it is shown. `folded` lines are left out after `lines`. */
export type ShownBlock =
  | { kind: 'same'; lines: readonly string[] }
  | { kind: 'folded'; count: number }
  | { kind: 'changed'; removed: readonly string[]; added: readonly string[] };

const CONTEXT_LINES = 3;

function fold(block: DiffBlock, unfold: boolean): ShownBlock[] {
  if (block.kind === 'changed' || unfold) return [block];
  const { head, folded, tail } = foldSame(block.lines, CONTEXT_LINES);
  if (folded === 0) return [block];
  return [
    { kind: 'same', lines: block.lines.slice(0, head) },
    { kind: 'folded', count: folded },
    { kind: 'same', lines: block.lines.slice(-tail) },
  ];
}

function height(block: ShownBlock): number {
  switch (block.kind) {
    case 'same':
      return block.lines.length;
    case 'folded':
      return 1;
    case 'changed':
      return Math.max(block.removed.length, block.added.length);
  }
}

function cut(block: ShownBlock, lines: number): ShownBlock {
  switch (block.kind) {
    case 'same':
      return { ...block, lines: block.lines.slice(0, lines) };
    case 'folded':
      return block;
    case 'changed':
      return { ...block, removed: block.removed.slice(0, lines), added: block.added.slice(0, lines) };
  }
}

/** The blocks that fit into `maxLines`, equal runs folded; `hidden` counts the lines that are left out at the end. */
export function shownBlocks(
  blocks: readonly DiffBlock[],
  maxLines: number,
  unfold: boolean,
): { blocks: ShownBlock[]; hidden: number; folded: boolean } {
  const all = blocks.flatMap((block) => fold(block, unfold));
  const shown: ShownBlock[] = [];
  let left = maxLines;
  let hidden = 0;
  for (const block of all) {
    const lines = height(block);
    if (left > 0) shown.push(lines > left ? cut(block, left) : block);
    hidden += Math.max(0, lines - Math.max(0, left));
    left -= lines;
  }
  return { blocks: shown, hidden, folded: all.some((block) => block.kind === 'folded') };
}
