/** Pieces of text that have broken programs before. */
const deep = (open: string, close: string, levels: number): string => `${open.repeat(levels)}1${close.repeat(levels)}`;

const parsed = (text: string): unknown => JSON.parse(text);

/** What may stand in place of a token of JSON or of a line of words. */
export const TOKENS: readonly string[] = [
  ...['null', 'true', 'false', '0', '-0', '1', '-1', '0.1', '1e3', '1e400', '-1e400', '1e-400', '5e-324'],
  ...['9007199254740991', '9007199254740992', '-9007199254740992', '9007199254740993', '18446744073709551615'],
  ...['4294967296', '2147483648', '65535', '65536', '3153600000000', '3153600000001', '864000000'],
  // Around the time of the worlds, 2026-01-01, and a minute ahead of it.
  ...['1767225600000', '1767225659000', '1767225662000', '1767225599999', '1767139200000', '8640000000000001'],
  ...['00', '01', '.5', '1.', '+1', '0x10', 'NaN', 'Infinity', 'undefined', '9'.repeat(400)],
  ...['""', '" "', '"\\u0000"', '"\0"', '"\\ud800"', '"\\udc00\\ud800"', '"\\ud83c\\udf47"', '"🍇"', '"\\u202e"'],
  ...['"__proto__"', '"constructor"', '"toJSON"', '"hasOwnProperty"', '"length"', '"then"', '"key"', '"value"'],
  ...['"ts"', '"ttl"', '"/"', '"-/x"', '"a/b"', '"\\/"', '"\\x"', '"', "'a'", '\\', '\\u12'],
  ...['{}', '[]', '{"a":1,"a":2}', '{"__proto__":{"a":1}}', '{"toJSON":1}', '[[]]', '[,]', '{,}', '[1,]'],
  ...[deep('[', ']', 31), deep('[', ']', 32), deep('[', ']', 33), deep('{"a":', '}', 33), '['.repeat(5_000)],
  ...[`"${'k'.repeat(1024)}"`, `"${'k'.repeat(1025)}"`, `"${'ä'.repeat(512)}"`, `"${'ä'.repeat(513)}"`],
  ...['{', '}', '[', ']', ':', ',', ' ', '\n', '\r\n', '\t', '\0', '\u00a0', '\ufeff', '/*x*/', '//', '#'],
  ...['aa'.repeat(16), 'bb'.repeat(16), '0'.repeat(32), 'f'.repeat(32), 'A'.repeat(32), 'bb'.repeat(8), '0'.repeat(64)],
  ...['*', '%', '%00', '%ff', '%2e%2e', '..', '//', '?', '?after=', '::1', '127.0.0.1', '[fe80::1%eth0]:4097', 'a.b:0'],
];

/** Bytes that are no UTF-8: overlong forms, halves of pairs, cut-off and stray ones, a byte order mark. */
export const BYTES: readonly (readonly number[])[] = [
  [0xc0, 0x80],
  [0xe0, 0x80, 0xaf],
  [0xf0, 0x80, 0x80, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xed, 0xb0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc3],
  [0x80],
  [0xff],
  [0xef, 0xbb, 0xbf],
  [0xff, 0xfe],
  [0x00],
  [0x0d, 0x0a],
];

/** Numbers at which lengths and counts in binary messages lie. */
export const NUMBERS: readonly number[] = [
  ...[0, 1, 2, 7, 8, 15, 16, 17, 31, 32, 63, 64, 65, 127, 128, 129, 191, 192, 193, 255, 256, 4_095, 4_096, 4_097],
  ...[32_767, 32_768, 65_534, 65_535, 2 ** 24, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 48 - 1],
];

/** Values that may stand at any place of a parsed structure. */
export const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -0, 1, -1, 0.5, 1e308, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 4_294_967_296, 65_536],
  ...['', ' ', '\0', '\ud800', '\udfff🍇', 'x'.repeat(65), 'x'.repeat(300), 'ä'.repeat(2_000), '__proto__', '../..'],
  ...[[], {}, [[]], [null], { a: 1 }, { value: null }, parsed('{"__proto__":1}'), parsed(deep('[', ']', 33))],
  ...[1_767_225_600_000, 1_767_225_661_000, 864_000_000, 3_153_600_000_001],
];
