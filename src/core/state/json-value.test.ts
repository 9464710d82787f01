import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalText } from './json-value.ts';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

it('[ST2] writes canonical JSON: sorted names, shortest numbers, no spaces', () => {
  const value: unknown = JSON.parse('{"b": 1.0, "a": {"z": -0, "é": "\\u0041"}, "__proto__": [1e3]}');
  expect(canonicalText(value)).toEqual({ ok: true, value: '{"__proto__":[1000],"a":{"z":0,"é":"A"},"b":1}' });
});

it('[ST2] the canonical text reads back as the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = canonicalText(value);
      if (text.ok) expect(canonicalText(JSON.parse(text.value))).toEqual(text);
    }),
  );
});

it.each([
  ['an integer beyond 2^53 - 1', '9007199254740992', '2^53'],
  ['a negative integer beyond', '-9007199254740993', '2^53'],
  ['a float that is an integer beyond', '1e300', '2^53'],
  ['a number that overflows', '{"a":[1e400]}', 'too large'],
  ['a lone surrogate in a string', '["\\ud800"]', 'lone surrogate'],
  ['a lone surrogate in a name', '{"\\udc00":1}', 'lone surrogate'],
])('[ST2] refuses %s', (_what, json, why) => {
  expect(canonicalText(JSON.parse(json))).toEqual({ ok: false, error: expect.stringContaining(why) as string });
});

it('[ST2] takes 32 levels and refuses 33', () => {
  expect(canonicalText(nested(32)).ok).toBe(true);
  expect(canonicalText(nested(33))).toEqual({ ok: false, error: expect.stringContaining('32 levels') as string });
});

it('[ST2] refuses nesting that would exhaust a stack', () => {
  expect(canonicalText(nested(500_000)).ok).toBe(false);
});

it('[ST2] takes 256 KiB of canonical text and refuses a byte more', () => {
  expect(canonicalText('x'.repeat(256 * 1024 - 2)).ok).toBe(true);
  expect(canonicalText('x'.repeat(256 * 1024 - 1)).ok).toBe(false);
  expect(canonicalText('é'.repeat(128 * 1024 - 1)).ok).toBe(true);
  expect(canonicalText('é'.repeat(128 * 1024)).ok).toBe(false);
});

it.each([undefined, () => 1, 1n, Symbol('x'), { a: undefined }, [undefined]])(
  '[ST2] refuses %o, which is not JSON',
  (value) => {
    expect(canonicalText(value).ok).toBe(false);
  },
);
