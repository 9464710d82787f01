import type { Dice } from './dice.ts';
import { BYTES, NUMBERS } from './dictionary.ts';

/** Changes one input; `others` are inputs that something may be taken from. */
export type Change = (input: Uint8Array, dice: Dice, others: readonly Uint8Array[]) => Uint8Array;

/** Longest input: enough to pass the bounds of one value, and quick. */
export const MAX_INPUT_BYTES = 512 * 1024;
/** Largest piece that is repeated or inserted at once. */
const MAX_PIECE_BYTES = 64 * 1024;

/** The input with the bytes from `from` to `to` replaced. */
export function replaced(input: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array {
  const result = new Uint8Array(input.length - (to - from) + by.length);
  result.set(input.subarray(0, from));
  result.set(by, from);
  result.set(input.subarray(to), from + by.length);
  return result;
}

/** A stretch of the input, often a short one. */
function stretch(input: Uint8Array, dice: Dice): [from: number, to: number] {
  const from = dice.below(input.length + 1);
  return [from, Math.min(input.length, from + dice.size(MAX_PIECE_BYTES))];
}

const flipBit: Change = (input, dice) => {
  if (input.length === 0) return input;
  const at = dice.below(input.length);
  return replaced(input, at, at + 1, Uint8Array.of((input[at] ?? 0) ^ (1 << dice.below(8))));
};

const setByte: Change = (input, dice) => {
  if (input.length === 0) return input;
  const at = dice.below(input.length);
  return replaced(input, at, at + 1, Uint8Array.of(dice.below(256)));
};

/** A number that lies, in any width and order of bytes. */
const writeNumber: Change = (input, dice) => {
  const width = dice.pick([1, 2, 3, 4, 6]);
  if (input.length < width) return input;
  const bytes = Buffer.alloc(6);
  const value = dice.pick(NUMBERS) % 256 ** width;
  if (dice.oneIn(3)) bytes.writeUIntLE(value, 0, width);
  else bytes.writeUIntBE(value, 0, width);
  const at = dice.below(input.length - width + 1);
  return replaced(input, at, at + width, bytes.subarray(0, width));
};

const insertOddBytes: Change = (input, dice) => {
  const at = dice.below(input.length + 1);
  return replaced(input, at, at, Uint8Array.from(dice.pick(BYTES)));
};

const drop: Change = (input, dice) => replaced(input, ...stretch(input, dice), new Uint8Array(0));

const cutOff: Change = (input, dice) => input.subarray(0, dice.below(input.length + 1));

const repeat: Change = (input, dice) => {
  const [from, to] = stretch(input, dice);
  const piece = input.subarray(from, to);
  if (piece.length === 0) return input;
  const times = dice.size(Math.max(1, Math.floor(MAX_PIECE_BYTES / piece.length)));
  const repeated = new Uint8Array(piece.length * times);
  for (let i = 0; i < times; i += 1) repeated.set(piece, i * piece.length);
  return replaced(input, to, to, repeated);
};

/** The start of this one and the end of another. */
const splice: Change = (input, dice, others) => {
  const other = dice.pick(others);
  const end = other.subarray(dice.below(other.length + 1));
  return replaced(input, dice.below(input.length + 1), input.length, end);
};

/** A stretch of another one amid this one. */
const graft: Change = (input, dice, others) => {
  const other = dice.pick(others);
  return replaced(input, ...stretch(input, dice), other.subarray(...stretch(other, dice)));
};

export const BYTE_CHANGES: readonly Change[] = [
  ...[flipBit, setByte, writeNumber, writeNumber, insertOddBytes, drop, cutOff, repeat, splice, graft],
];
