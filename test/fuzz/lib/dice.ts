import { SeededRandom } from '../../../src/core/testing/seeded-random.ts';

/** Draws from one seed: the same ones each time. */
export class Dice {
  readonly #random: SeededRandom;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.#random.next() * count);
  }

  /** True in one of `count` cases. */
  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T {
    if (items.length === 0) throw new Error('There is nothing to pick from.');
    return items[this.below(items.length)] as T;
  }

  /** Small numbers often, large ones up to `most` now and then. */
  size(most: number): number {
    return 1 + this.below(Math.min(most, 2 ** (1 + this.below(Math.ceil(Math.log2(most + 1))))));
  }
}
