import { expect, it } from 'vitest';
import { checkKey } from './key.ts';

it.each(['a', '__proto__', 'constructor', 'a/b/c', ' ', 'two words', '🍇', 'é'.repeat(512), '-/status'])(
  '[ST1] takes %j as a key',
  (text) => {
    expect(checkKey(text)).toEqual({ ok: true, value: text });
  },
);

it.each([
  ['', 'empty'],
  ['a\0b', 'U+0000'],
  ['\ud800', 'lone surrogate'],
  ['x'.repeat(1025), '1025 bytes'],
  ['é'.repeat(513), '1026 bytes'],
])('[ST1] refuses %j', (text, why) => {
  expect(checkKey(text)).toEqual({ ok: false, error: expect.stringContaining(why) as string });
});
