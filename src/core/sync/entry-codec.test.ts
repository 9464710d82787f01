import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEntry, entry, NOW } from '../../../test/support/entries.ts';
import { encodeUtf8 } from '../state/utf8.ts';
import { settle } from '../../../test/support/settle.ts';
import { decodeEntries, encodeEntries, inPages, MAX_PAGE_BYTES } from './entry-codec.ts';

const decode = (text: string) => decodeEntries(encodeUtf8(text), settle);
const good = `"good":{"value":1,"ts":${NOW}}`;

it('[PS3] reads what it writes', async () => {
  return fc.assert(
    fc.asyncProperty(fc.uniqueArray(anyEntry, { selector: ({ key }) => key }), async (entries) => {
      expect(await decodeEntries(encodeEntries(entries), settle)).toEqual({
        ok: true,
        value: { entries, malformed: [] },
      });
    }),
  );
});

it('[PS3] never throws, whatever the bytes', async () => {
  return fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect(typeof (await decodeEntries(bytes, settle)).ok).toBe('boolean');
    }),
  );
});

describe('a body that is malformed as a whole', () => {
  it.each([
    ['empty', ''],
    ['truncated', '{"a":{"value":1,"ts":1'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a number', '3'],
    ['nesting without end', '['.repeat(200_000)],
  ])('[PS3] is refused: %s', async (_what, text) => {
    expect((await decode(text)).ok).toBe(false);
  });

  it('[PS3] is refused: invalid UTF-8', async () => {
    const bytes = encodeUtf8(`{${good}}`);
    bytes[2] = 0xff;
    expect(await decodeEntries(bytes, settle)).toEqual({ ok: false, error: 'the body is not well-formed UTF-8' });
  });
});

describe('a malformed entry', () => {
  it.each([
    ['no object', '"bad":1'],
    ['an array', '"bad":[]'],
    ['no value', `"bad":{"ts":${NOW}}`],
    ['no ts', '"bad":{"value":1}'],
    ['ts as text', '"bad":{"value":1,"ts":"1"}'],
    ['a negative ts', '"bad":{"value":1,"ts":-1}'],
    ['a fraction as ts', '"bad":{"value":1,"ts":1.5}'],
    ['a ts beyond 2^53', '"bad":{"value":1,"ts":9007199254740993}'],
    ['ttl as text', '"bad":{"value":1,"ts":1,"ttl":"1"}'],
    ['a ttl of 0', '"bad":{"value":1,"ts":1,"ttl":0}'],
    ['a ttl over 100 years', '"bad":{"value":1,"ts":1,"ttl":3153600000001}'],
    ['a value nested too deep', `"bad":{"value":${'['.repeat(40)}${']'.repeat(40)},"ts":1}`],
    ['a value too large', `"bad":{"value":"${'x'.repeat(256 * 1024)}","ts":1}`],
    ['an integer beyond 2^53', '"bad":{"value":12345678901234567890,"ts":1}'],
  ])('[PS3] is named and the others are kept: %s', async (_what, member) => {
    const decoded = await decode(`{${member},${good}}`);
    expect(decoded).toMatchObject({ ok: true, value: { entries: [{ key: 'good' }], malformed: [{ key: 'bad' }] } });
  });

  it.each(['', 'a\\u0000b', '\\ud800', 'x'.repeat(1025)])('[ST1] the key %j is refused', async (key) => {
    const decoded = await decode(`{"${key}":{"value":1,"ts":1},${good}}`);
    expect(decoded.ok && decoded.value.malformed).toHaveLength(1);
  });
});

it('[ST2] of duplicate names the last counts', async () => {
  const decoded = await decode('{"a":{"value":1,"ts":1},"a":{"value":2,"ts":2}}');
  expect(decoded).toEqual({ ok: true, value: { entries: [entry('a', 2, 2)], malformed: [] } });
});

it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('[ST1] %s is a key like any other', async (key) => {
  const entries = [entry(key, { [key]: 1 })];
  const text = new TextDecoder().decode(encodeEntries(entries));
  expect(text).toContain(`"${key}"`);
  expect(await decode(text)).toEqual({ ok: true, value: { entries, malformed: [] } });
});

it('[PS3] tolerates fields that it does not know', async () => {
  expect(await decode('{"a":{"value":1,"ts":1,"colour":"red"}}')).toMatchObject({ ok: true, value: { malformed: [] } });
});

it('[PB1] cuts what it sends into bodies of at most 4 MiB', () => {
  const entries = Array.from({ length: 50 }, (_, i) => entry(`k${i}`, 'x'.repeat(250_000)));
  const pages = inPages(entries);
  expect(pages.flat()).toEqual(entries);
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages) expect(encodeEntries(page).length).toBeLessThanOrEqual(MAX_PAGE_BYTES);
});
