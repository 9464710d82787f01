import { expect, it } from 'vitest';
import { formatExactSize, formatSize } from './size.ts';

const decimal = (value: number): string => value.toLocaleString();

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [96, '96 bytes'],
  [1200, `${decimal(1.2)} KB`],
  [262_144, '262 KB'],
  [999_700, '1 MB'],
  [9_600_000, `${decimal(9.6)} MB`],
])('[UI] %i bytes read %s', (bytes, words) => {
  expect(formatSize(bytes)).toBe(words);
});

it('[UI] the exact size is one hover away', () => {
  expect(formatExactSize(262_144)).toBe(`${(262_144).toLocaleString()} bytes`);
});
