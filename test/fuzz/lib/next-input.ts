import { BYTE_CHANGES, MAX_INPUT_BYTES, replaced, type Change } from './byte-changes.ts';
import type { Dice } from './dice.ts';
import type { Target } from './target.ts';
import { TEXT_CHANGES } from './text-changes.ts';
import { TREE_CHANGES } from './tree-changes.ts';

const CHANGES: Record<Target['form'], readonly (readonly Change[])[]> = {
  text: [TEXT_CHANGES, TEXT_CHANGES, TREE_CHANGES, TREE_CHANGES, BYTE_CHANGES],
  tree: [TREE_CHANGES, TREE_CHANGES, TREE_CHANGES, TREE_CHANGES, TEXT_CHANGES, BYTE_CHANGES],
  binary: [BYTE_CHANGES, BYTE_CHANGES, BYTE_CHANGES, TEXT_CHANGES, TREE_CHANGES],
};
const MAX_CHANGES = 4;
/** How often the head of a message is changed too. */
const HEAD_ONE_IN = 4;

/** One of the samples, changed in one to four ways. */
export function nextInput(samples: readonly Uint8Array[], form: Target['form'], dice: Dice): Uint8Array {
  let input = dice.pick(samples);
  for (let left = 1 + dice.below(MAX_CHANGES); left > 0; left -= 1) {
    const change = dice.pick(dice.pick(CHANGES[form]));
    input = changed(input, change, dice, samples).subarray(0, MAX_INPUT_BYTES);
  }
  return input;
}

/** Mostly what stands behind an empty line is changed, where there is one: that of messages is their body. */
function changed(input: Uint8Array, change: Change, dice: Dice, samples: readonly Uint8Array[]): Uint8Array {
  const headEnd = Buffer.from(input.buffer, input.byteOffset, input.length).indexOf('\n\n');
  if (headEnd < 0 || dice.oneIn(HEAD_ONE_IN)) return change(input, dice, samples);
  const bodyAt = headEnd + 2;
  return replaced(input, bodyAt, input.length, change(input.subarray(bodyAt), dice, samples));
}
