import { replaced, type Change } from './byte-changes.ts';
import type { Dice } from './dice.ts';
import { TOKENS } from './dictionary.ts';

/** Strings, numbers, words and signs, as JSON, header lines and settings have them. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|-?\d[\w.+-]*|[\w$%./=?-]+|[{}[\]:,\n]/g;
/** Of long inputs only a part is cut into tokens. */
const WINDOW_BYTES = 8 * 1024;
const MAX_LEVELS = 200;

interface Span {
  from: number;
  to: number;
}

/** Each byte is a character, so that places in the text are places in the bytes. */
const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function tokensIn(input: Uint8Array, dice: Dice): Span[] {
  const start = input.length <= WINDOW_BYTES ? 0 : dice.below(input.length - WINDOW_BYTES);
  const text = latin(input.subarray(start, start + WINDOW_BYTES));
  return Array.from(text.matchAll(TOKEN), ({ index, 0: { length } }) => ({
    from: start + index,
    to: start + index + length,
  }));
}

/** Changes one token; the input as it is when it has none. */
const onToken =
  (change: (input: Uint8Array, token: Span, dice: Dice, others: readonly Uint8Array[]) => Uint8Array): Change =>
  (input, dice, others) => {
    const tokens = tokensIn(input, dice);
    return tokens.length === 0 ? input : change(input, dice.pick(tokens), dice, others);
  };

const replaceToken = onToken((input, { from, to }, dice) => replaced(input, from, to, utf8(dice.pick(TOKENS))));

const dropToken = onToken((input, { from, to }) => replaced(input, from, to, new Uint8Array(0)));

const insertToken = onToken((input, { to }, dice) => replaced(input, to, to, utf8(dice.pick(TOKENS))));

/** In lists and objects as many levels deep as the rules allow, and one or very many more. */
const nestToken = onToken((input, { from, to }, dice) => {
  const levels = dice.pick([1, 30, 31, 32, 33, MAX_LEVELS]);
  const [open, close] = dice.pick([['[', ']'] as const, ['{"a":', '}'] as const]);
  const token = latin(input.subarray(from, to));
  return replaced(input, from, to, Buffer.from(open.repeat(levels) + token + close.repeat(levels), 'latin1'));
});

const takeToken = onToken((input, { from, to }, dice, others) => {
  const other = dice.pick(others);
  const tokens = tokensIn(other, dice);
  const taken = tokens.length === 0 ? null : dice.pick(tokens);
  return taken === null ? input : replaced(input, from, to, other.subarray(taken.from, taken.to));
});

/** Some tokens once more, such as a member of an object or a line. */
const repeatTokens = onToken((input, { from }, dice) => {
  const tokens = tokensIn(input, dice).filter((token) => token.from >= from);
  const to = tokens[Math.min(tokens.length - 1, dice.size(8))]?.to ?? from;
  return replaced(input, to, to, input.subarray(from, to));
});

export const TEXT_CHANGES: readonly Change[] = [
  ...[replaceToken, replaceToken, replaceToken, dropToken, insertToken, nestToken, takeToken, repeatTokens],
];
