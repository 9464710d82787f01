import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8, utf8Length } from './utf8.ts';

it('[ST1] counts the bytes that encoding gives', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(utf8Length(text)).toBe(encodeUtf8(text).length);
    }),
  );
});

it.each([[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x8d]])('[PS3] refuses bytes %j', (...bytes) => {
  expect(decodeUtf8(Uint8Array.from(bytes))).toBeNull();
});
