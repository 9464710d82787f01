import fc from 'fast-check';
import { expect, it } from 'vitest';
import { settle } from '../../../test/support/settle.ts';
import { encodeUtf8 } from '../state/utf8.ts';
import { readMembers, TOO_LONG } from './body-members.ts';

/** More than is parsed in one piece. */
const FILLER = ' '.repeat(600_000);
const read = (text: string) => readMembers(encodeUtf8(text), settle);

it('[PS3] reads a large body as a small one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (object) => {
      const text = JSON.stringify(object);
      const small = await read(text);
      const large = await read(`${FILLER}${text}${FILLER}`);
      expect(large.ok && new Map(large.value)).toEqual(small.ok && new Map(small.value));
    }),
    { numRuns: 50 },
  );
});

it('[PS3] of duplicate names in a large body the last counts', async () => {
  expect(await read(`{"a":1,"b":2,${FILLER}"a":3}`)).toEqual({
    ok: true,
    value: [
      ['b', 2],
      ['a', 3],
    ],
  });
});

it('[PS3] takes __proto__ in a large body for a name like any other', async () => {
  expect(await read(`{"__proto__":{"x":1}${FILLER}}`)).toEqual({ ok: true, value: [['__proto__', { x: 1 }]] });
});

it.each([
  ['an array', '[1]'],
  ['truncated', '{"a":1'],
  ['followed by something', '{"a":1} x'],
  ['a value that is no JSON', '{"a":1x}'],
  ['a name that is no JSON', '{"\\x":1}'],
  ['an empty value', '{"a":}'],
  ['a comma too many', '{"a":1,}'],
  ['nesting without end', `{"a":${'['.repeat(200_000)}`],
])('[PS3] refuses a large body as a whole: %s', async (_what, text) => {
  const result = await read(FILLER + text);
  expect(result).toMatchObject({ ok: false, error: expect.stringContaining('the body is not') as string });
});

it('[PS3] an entry that is far too long is malformed, and the others are read', async () => {
  const text = `{"a":1,"long":"${'x'.repeat(5_000_000)}","b":2}`;
  expect(await read(text)).toEqual({
    ok: true,
    value: [
      ['a', 1],
      ['long', TOO_LONG],
      ['b', 2],
    ],
  });
});

it('[LM2] lets others have their turn after every half megabyte and every 500 members', async () => {
  const pausesFor = async (text: string): Promise<number> => {
    let pauses = 0;
    await readMembers(encodeUtf8(text), () => {
      pauses += 1;
      return Promise.resolve();
    });
    return pauses;
  };
  const member = (i: number, length: number): string => `"${i}":"${'x'.repeat(length)}"`;
  const body = (count: number, length: number): string =>
    `{${Array.from({ length: count }, (_, i) => member(i, length)).join(',')}}`;
  expect(await pausesFor(body(40, 262_144))).toBe(20);
  expect(await pausesFor(body(20_000, 100))).toBe(40);
});
