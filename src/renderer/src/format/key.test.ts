import { describe, expect, it } from 'vitest';
import { keyProblem, splitKey, visibleKey } from './key.ts';

describe('splitKey', () => {
  it.each([
    ['desks/3-114', 'desks/', '3-114'],
    ['a/b/c', 'a/b/', 'c'],
    ['wifi-guest', '', 'wifi-guest'],
    ['/', '', '/'],
    ['folder/', '', 'folder/'],
    ['a/b/', 'a/', 'b/'],
    ['//', '/', '/'],
  ])('[UI] %s is shown as folder “%s” and name “%s”', (key, folder, leaf) => {
    expect(splitKey(key)).toEqual({ folder, leaf });
  });
});

it('[ST1] keys that cannot be seen are made visible', () => {
  expect(visibleKey('a\nb\tc')).toBe('a\\nb\\tc');
  expect(visibleKey('   ')).toBe('···');
  expect(visibleKey('plain key 🍇')).toBe('plain key 🍇');
});

describe('keyProblem', () => {
  it.each(['__proto__', 'constructor', '/', ' ', '🍇'])('[ST1] takes the key “%s”', (key) => {
    expect(keyProblem(key)).toBeNull();
  });

  it('[ST1] takes a key of 1,024 bytes', () => {
    expect(keyProblem('x'.repeat(1024))).toBeNull();
  });

  it('[ST1] refuses what no key may be, in words', () => {
    expect(keyProblem('')).toContain('needs a key');
    expect(keyProblem('a\u0000')).toContain('U+0000');
    expect(keyProblem('\ud83c')).toContain('half a character');
    expect(keyProblem('x'.repeat(1025))).toContain((1025).toLocaleString());
    expect(keyProblem('é'.repeat(513))).toContain((1026).toLocaleString());
  });
});
