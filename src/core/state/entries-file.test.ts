import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW, entry, keyOf } from '../../../test/support/entries.ts';
import type { EntryView } from '../../shared/model.ts';
import { entryLine, readEntriesFile } from './entries-file.ts';
import { canonicalText } from './json-value.ts';
import { MAX_TS } from './limits.ts';

const encode = (entries: EntryView[]): string => `{\n${entries.map(entryLine).join(',\n')}\n}\n`;
const TTL_FAULT = 'ttl must be null or an integer from 1 to 3153600000000 (ms)';
const TS_FAULT = 'ts must be an integer from 0 to 9007199254740991 (ms since 1970)';

const anyEntry = fc
  .record({
    key: fc.oneof(fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }), fc.constantFrom('__proto__', '1', '🍇')),
    value: fc
      .json({ maxDepth: 5 })
      .map((text): unknown => JSON.parse(text))
      .filter((value) => canonicalText(value).ok),
    ts: fc.integer({ min: 0, max: MAX_TS }),
    ttl: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  })
  .filter(({ key }) => key.isWellFormed() && !key.includes('\0'))
  .map(({ key, value, ts, ttl }) => entry(key, value, ts, ttl));
const anyEntries = fc.uniqueArray(anyEntry, { selector: ({ key }) => key, maxLength: 20 });

describe('readEntriesFile', () => {
  it('[ST11] reads entries in key order, with and without ts and ttl', () => {
    const text =
      '{"b": {"value": {"y": 1, "x": [2]}}, "a": {"value": "é", "ts": 5, "ttl": null}, "c": {"value": null, "ttl": 7}}';
    expect(readEntriesFile(text)).toEqual({
      ok: true,
      value: [
        { key: 'a', text: '"é"', ts: 5, ttl: null },
        { key: 'b', text: '{"x":[2],"y":1}', ts: undefined, ttl: undefined },
        { key: 'c', text: 'null', ts: undefined, ttl: 7 },
      ],
    });
  });

  it('[ST11] passes over a byte order mark, which is no part of the first line', () => {
    expect(readEntriesFile('\uFEFF{"a": {"value": 1}}')).toMatchObject({ ok: true, value: [{ key: 'a' }] });
    expect(readEntriesFile('\uFEFF{"a" 1}')).toMatchObject({ ok: false, error: { line: 1, column: 6 } });
  });

  it('[ST2] of duplicate names the last counts', () => {
    const text = '{"a": {"value": 1, "tll": 2}, "a": {"value": 2, "value": 3}}';
    expect(readEntriesFile(text)).toMatchObject({ ok: true, value: [{ key: 'a', text: '3' }] });
  });

  it.each([
    ['', 1, 1, 'A value is missing here.'],
    ['{\n"a": {"value": 1},\n}', 2, 18, 'This comma is one too many before }.'],
    ['\n []', 2, 2, 'The file must hold one JSON object: {"key": {"value": ...}, ...}.'],
    ['"a"', 1, 1, 'The file must hold one JSON object: {"key": {"value": ...}, ...}.'],
    ['{\n"a": 1}', 2, 1, 'The entry "a" cannot be used: the entry must be a JSON object: {"value": ...}.'],
    ['{"a": null}', 1, 2, 'The entry "a" cannot be used: the entry must be a JSON object: {"value": ...}.'],
    ['{"a": []}', 1, 2, 'The entry "a" cannot be used: the entry must be a JSON object: {"value": ...}.'],
    ['{"a": {"ts": 1}}', 1, 2, 'The entry "a" cannot be used: the entry has no value.'],
    [
      '{"a": {"value": 1,\n  "tll": 2}}',
      ...([2, 3, 'The entry "a" cannot be used: "tll" is no field of an entry: only value, ts and ttl are.'] as const),
    ],
    [
      '{"a": {"__proto__": {"value": 1}}}',
      ...([
        1,
        8,
        'The entry "a" cannot be used: "__proto__" is no field of an entry: only value, ts and ttl are.',
      ] as const),
    ],
    ['{"a": {"value": 1}, "": {"value": 1}}', 1, 21, 'The entry "" cannot be used: a key may not be empty.'],
    ['{"a\\u0000": {"value": 1}}', 1, 2, 'The entry "a\\u0000" cannot be used: the key holds the character U+0000.'],
    ['{"\\ud800": {"value": 1}}', 1, 2, 'The entry "\\ud800" cannot be used: the key holds a lone surrogate.'],
    ['{"a": {"ts": 1, "value": "\\udc00"}}', 1, 17, 'The entry "a" cannot be used: the value holds a lone surrogate.'],
    ['{"a": {"value": 1, "ts": -1}}', 1, 20, `The entry "a" cannot be used: ${TS_FAULT}.`],
    ['{"a": {"value": 1, "ts": null}}', 1, 20, `The entry "a" cannot be used: ${TS_FAULT}.`],
    ['{"a": {"value": 1, "ts": "1"}}', 1, 20, `The entry "a" cannot be used: ${TS_FAULT}.`],
    ['{"a": {"value": 1, "ttl": 0}}', 1, 20, `The entry "a" cannot be used: ${TTL_FAULT}.`],
    ['{"a": {"value": null, "ttl": 1.5}}', 1, 23, `The entry "a" cannot be used: ${TTL_FAULT}.`],
    ['{"a": {"value": 1, "ttl": true}}', 1, 20, `The entry "a" cannot be used: ${TTL_FAULT}.`],
    [
      '{"b": {"value": 9007199254740993}, "b": {"value":\n9007199254740993}}',
      1,
      42,
      'The entry "b" cannot be used: the value holds the integer 9007199254740992, which is beyond 2^53 - 1: write it as a string.',
    ],
  ])('[ST11] says what is wrong with %j at line %i, column %i', (text, line, column, message) => {
    expect(readEntriesFile(text)).toMatchObject({ ok: false, error: { line, column, message } });
  });

  it('[ST1] shortens a key that is too long', () => {
    const read = readEntriesFile(`{"${'x'.repeat(100_000)}": {"value": 1}}`);
    expect(read.ok ? '' : read.error.message).toMatch(/^The entry "x{80}…" cannot be used: the key has 100000 bytes/);
  });

  it('[ST2] refuses what is nested too deep, at the bracket that is', () => {
    const nested = (levels: number): string => `{"a": {"value": ${'['.repeat(levels)}${']'.repeat(levels)}}}`;
    expect(readEntriesFile(nested(32)).ok).toBe(true);
    const error = { line: 1, column: 49, message: 'A value may be nested 32 levels deep.' };
    expect(readEntriesFile(nested(33))).toMatchObject({ ok: false, error });
    expect(readEntriesFile(nested(1_000_000))).toMatchObject({ ok: false, error });
    expect(readEntriesFile('['.repeat(1_000_000))).toMatchObject({ ok: false, error: { line: 1, column: 1 } });
    expect(readEntriesFile('{"a":'.repeat(1_000_000))).toMatchObject({ ok: false, error: { line: 1, column: 171 } });
  });

  it('[ST11] is not held up by a file in which everything is wrong', () => {
    const text = `{${Array.from({ length: 100_000 }, (_, i) => `"${i}":\n{}`).join(',')}}`;
    const startedAt = performance.now();
    expect(readEntriesFile(text)).toMatchObject({ ok: false, error: { line: 1, column: 2 } });
    // It takes a tenth of a second; to look up the place of every fault takes minutes.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('[ST2] refuses an entry of more than 8 MiB of text without parsing it', () => {
    const text = `{"b": {"value": 1}, "a": {"value": [${'0,'.repeat(4_200_000)}0]}}`;
    const message = 'The entry "a" cannot be used: it has more than 8388608 characters.';
    expect(readEntriesFile(text)).toMatchObject({ ok: false, error: { line: 1, column: 21, message } });
  });

  it('[ST11] takes a bounded number of entries', () => {
    const text = encode([entry('a', 1), entry('b', 2), entry('c', 3)]);
    expect(readEntriesFile(text, 3).ok).toBe(true);
    const message = 'The file holds more than 2 entries: split it.';
    expect(readEntriesFile(text, 2)).toMatchObject({ ok: false, error: { message, line: 4, column: 1 } });
  });

  it('[ST11] reads back what was written, whatever it is', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const expected = entries
          .map(({ key, text, ts, ttl }) => ({ key, text, ts, ttl }))
          .sort((a, b) => (a.key < b.key ? -1 : 1));
        expect(readEntriesFile(encode(entries))).toEqual({ ok: true, value: expected });
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('[ST11] names a place inside the text for any damage', () => {
    const signs = fc.constantFrom(
      '',
      '"',
      '{',
      '}',
      ',',
      ':',
      '\\',
      '0',
      '-',
      '\n',
      '\uFEFF',
      '\ud800',
      'null',
      '"ts":',
    );
    fc.assert(
      fc.property(anyEntries, fc.nat(), fc.nat(5), signs, (entries, seed, cut, sign) => {
        const whole = encode(entries);
        const at = seed % whole.length;
        const text = whole.slice(0, at) + sign + whole.slice(at + cut);
        const read = readEntriesFile(text);
        if (read.ok) {
          const members = Object.entries(JSON.parse(text.replace(/^\uFEFF/, '')) as object);
          expect(new Set(read.value.map((one) => one.key as string))).toEqual(new Set(members.map(([key]) => key)));
          return;
        }
        const { line, column } = read.error;
        const shown = text.replace(/^\uFEFF/, '').split('\n');
        expect(line).toBeLessThanOrEqual(shown.length);
        expect(column).toBeLessThanOrEqual((shown[line - 1]?.length ?? 0) + 1);
        expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 2000, seed: 2 },
    );
  });
});

describe('entryLine', () => {
  it('[ST11] is one line, with every name as it is', () => {
    const line = '"__proto__": {"value": {"a":"\\n"}, "ts": 5, "ttl": 9}';
    expect(entryLine({ key: keyOf('__proto__'), text: '{"a":"\\n"}', ts: 5, ttl: 9 })).toBe(line);
    expect(entryLine(entry('a', 1))).toBe(`"a": {"value": 1, "ts": ${NOW}, "ttl": null}`);
  });
});
