import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryHash } from '../../shared/model.ts';
import { MAX_TS } from '../state/limits.ts';
import { ByteWriter } from './bytes.ts';
import type { KeyHash } from './key-hash.ts';
import {
  AnswerWriter,
  MAX_ITEM_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_QUESTIONS,
  readAnswer,
  readQuestions,
  writeQuestion,
  type Question,
  type Reply,
} from './messages.ts';
import { FEW, isBehind, MAX_DEPTH } from './prefix.ts';

const anyHex = (length: { min: number; max: number }) =>
  fc
    .array(fc.nat({ max: 15 }), { minLength: length.min, maxLength: length.max })
    .map((digits) => digits.map((digit) => digit.toString(16)).join(''));

const anyWord = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffffffff }));
/** The second word of each has 3 bytes. */
const anyChildren = fc
  .array(anyWord, { minLength: 32, maxLength: 32 })
  .map((words) => new Uint32Array(words.map((word, at) => (at % 2 === 0 ? word : word >>> 8))));
const anyPrefixes = fc.array(anyHex({ min: 1, max: MAX_DEPTH - 1 }), { minLength: 1, maxLength: 40 }).map(separate);

/** In hash order, none below another. */
function separate(prefixes: string[]): string[] {
  const kept: string[] = [];
  for (const prefix of prefixes.sort()) if (isBehind(prefix, kept.at(-1) ?? '!')) kept.push(prefix);
  return kept;
}

const anyQuestions = anyPrefixes.chain((prefixes) =>
  fc.tuple(...prefixes.map((prefix) => fc.record({ prefix: fc.constant(prefix), children: fc.option(anyChildren) }))),
);

const anyListed = fc.record({
  rest: anyHex({ min: 32, max: 32 }),
  ts: fc.integer({ min: 0, max: MAX_TS }),
  deleted: fc.boolean(),
  hash: anyHex({ min: 32, max: 32 }),
});

const anyListing = (prefix: string) =>
  fc.uniqueArray(anyListed, { maxLength: FEW, selector: ({ rest }) => rest.slice(prefix.length) }).map((listing) =>
    listing
      .map(({ rest, ts, deleted, hash }) => ({
        keyHash: (prefix + rest.slice(prefix.length)) as KeyHash,
        ...{ ts, deleted },
        hash: hash as EntryHash,
      }))
      .sort((a, b) => (a.keyHash < b.keyHash ? -1 : 1)),
  );

const anyReply = (prefix: string): fc.Arbitrary<Reply> =>
  fc.oneof(
    anyChildren.map((children): Reply => ({ kind: 'children', prefix, children })),
    anyListing(prefix).map((listing): Reply => ({ kind: 'listing', prefix, listing })),
  );

const anyReplies = anyPrefixes.chain((prefixes) => fc.tuple(...prefixes.map(anyReply)));

function asked(questions: Question[]): Uint8Array {
  const writer = new ByteWriter();
  for (const question of questions) writeQuestion(writer, question);
  return writer.finish();
}

function answered(replies: Reply[], dealt = replies.length): Uint8Array {
  const writer = new AnswerWriter();
  for (const reply of replies) writer.reply(reply);
  for (let i = 0; i < dealt; i += 1) writer.next();
  return writer.finish();
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

it('[RE1] questions are read as they were written', () => {
  fc.assert(
    fc.property(anyQuestions, (questions) => {
      expect(readQuestions(asked(questions))).toEqual(questions);
    }),
  );
});

it('[RE1] an answer is read as it was written', () => {
  fc.assert(
    fc.property(anyReplies, (replies) => {
      expect(readAnswer(answered(replies))).toEqual({ dealt: replies.length, replies });
    }),
  );
});

it('[RE3] a question or reply takes no more bytes than the space that is kept for one', () => {
  fc.assert(
    fc.property(anyQuestions, anyReplies, ([question], [reply]) => {
      expect(asked([question!]).length).toBeLessThanOrEqual(MAX_ITEM_BYTES);
      expect(answered([reply!]).length - 2).toBeLessThanOrEqual(MAX_ITEM_BYTES);
    }),
  );
});

it('[RE1] a message that ends early is refused', () => {
  fc.assert(
    fc.property(anyReplies, fc.nat(), (replies, cut) => {
      const whole = answered(replies);
      const short = readAnswer(whole.slice(0, cut % whole.length));
      expect(short === null || short.replies.length < replies.length).toBe(true);
    }),
  );
  const question = asked([{ prefix: 'ab', children: new Uint32Array(32).fill(7) }]);
  for (let length = 0; length < question.length; length += 1)
    expect(readQuestions(question.slice(0, length))).toBeNull();
});

it('[RE1] whatever the bytes are, reading them ends with a message or none', () => {
  const anyBytes = fc.uint8Array({ maxLength: 400 });
  fc.assert(
    fc.property(anyBytes, (body) => {
      const questions = readQuestions(body);
      if (questions !== null) expect(questions.length).toBeLessThanOrEqual(body.length);
      const answer = readAnswer(body);
      if (answer !== null) expect(answer.replies.length).toBeLessThanOrEqual(body.length);
    }),
    { numRuns: 1_000 },
  );
});

describe('questions that are refused as a whole', () => {
  it.each([
    ['none', ''],
    ['twice the same', '01a0' + '01a0'],
    ['against the order', '01b0' + '01a0'],
    ['one below another', '01a0' + '02ab'],
    ['one above another', '02ab' + '01a0'],
    ['the whole state and a part of it', '00' + '01a0'],
    ['too deep', '11' + '00'.repeat(9)],
    ['children of the deepest', '90' + '00'.repeat(8) + '0000'],
    ['half a byte too much', '01a1'],
    ['a prefix that is cut off', '04ab'],
    ['children that are cut off', '81a0' + 'ffff' + '00'.repeat(111)],
  ])('[RE1] %s', (_name, hex) => {
    expect(readQuestions(bytes(hex))).toBeNull();
  });

  it('[RE1] too many', () => {
    const questions = Array.from({ length: MAX_QUESTIONS + 1 }, (_, i) => ({
      prefix: i.toString(16).padStart(4, '0'),
      children: null,
    }));
    expect(readQuestions(asked(questions))).toBeNull();
    expect(readQuestions(asked(questions.slice(1)))).toHaveLength(MAX_QUESTIONS);
  });

  it('[RE1] too many bytes', () => {
    expect(readQuestions(new Uint8Array(MAX_MESSAGE_BYTES + 1))).toBeNull();
  });
});

describe('answers that are refused as a whole', () => {
  const listed = (keyHash: string, ts = '0000000000000001'.slice(2)) => keyHash + ts + '00'.repeat(16);
  const [first, second] = ['a0' + '11'.repeat(15), 'a0' + '22'.repeat(15)];

  it.each([
    ['too short to be one', '00'],
    ['replies against the order', '0002' + '01b000' + '01a000'],
    ['a reply below another', '0002' + '01a000' + '02ab00'],
    ['more entries than a listing may hold', '0001' + '01a011' + listed(first).repeat(17)],
    ['entries against the order', '0001' + '01a002' + listed(second) + listed(first)],
    ['an entry twice', '0001' + '01a002' + listed(first) + listed(first)],
    ['an entry elsewhere', '0001' + '01b001' + listed(first)],
    ['a stamp beyond the bounds', '0001' + '01a001' + listed(first, '20000000000000')],
    ['a listing that is cut off', '0001' + '01a001' + listed(first).slice(2)],
  ])('[RE1] %s', (_name, hex) => {
    expect(readAnswer(bytes(hex))).toBeNull();
  });

  it('[RE1] but the same kind in order is read', () => {
    expect(readAnswer(bytes('0001' + '01a002' + listed(first) + listed(second)))?.replies).toHaveLength(1);
    expect(readAnswer(bytes('0001' + '01a001' + listed(first, '1fffffffffffff')))).not.toBeNull();
  });

  it('[RE1] too many bytes', () => {
    expect(readAnswer(new Uint8Array(MAX_MESSAGE_BYTES + 1))).toBeNull();
  });
});
