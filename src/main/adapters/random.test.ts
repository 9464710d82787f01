import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

describe('createRandom', () => {
  it('[ARCH] gives numbers from 0 to below 1, spread over the range', () => {
    const random = createRandom();
    const numbers = Array.from({ length: 1_000 }, () => random.next());
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(numbers.map((number) => Math.floor(number * 4))).size).toBe(4);
  });

  it('[ARCH] gives as many bytes as asked for', () => {
    const random = createRandom();
    expect(random.bytes(0)).toHaveLength(0);
    expect(random.bytes(16)).toHaveLength(16);
    expect(random.bytes(100)).toHaveLength(100);
  });

  it('[GR2] never gives the same bytes twice', () => {
    const random = createRandom();
    const given = Array.from({ length: 5_000 }, () => Buffer.from(random.bytes(12)).toString('hex'));
    expect(new Set(given).size).toBe(given.length);
  });
});
