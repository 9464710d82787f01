import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplayWindow, WINDOW } from './replay-window.ts';

/** What the window must be like: all counters that were taken, remembered for ever. */
class Remembered {
  readonly #taken = new Set<number>();

  take(counter: number): boolean {
    const newest = Math.max(-1, ...this.#taken);
    if (counter <= newest - WINDOW || this.#taken.has(counter)) return false;
    this.#taken.add(counter);
    return true;
  }
}

const counters = fc.array(
  fc.oneof(
    fc.nat({ max: 50 }),
    fc.nat({ max: 3 * WINDOW }),
    fc.constantFrom(0, 1, 31, 32, 33, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW, 2 ** 40, 2 ** 40 - WINDOW),
  ),
  { maxLength: 60 },
);

describe('the replay window', () => {
  it('[GR4] takes each counter once, in any order, and none that is further behind than it reaches', () => {
    fc.assert(
      fc.property(counters, (all) => {
        const [window, model] = [new ReplayWindow(), new Remembered()];
        for (const counter of all) expect(window.take(counter)).toBe(model.take(counter));
      }),
    );
  });

  it('[GR4] takes every one of a long row that comes out of order within its reach, and none again', () => {
    const window = new ReplayWindow();
    for (let i = 0; i < 20 * 1_024; i += 1) expect(window.take(i ^ 1_023)).toBe(true);
    for (let i = 0; i < 20 * 1_024; i += 1) expect(window.take(i)).toBe(false);
  });

  it('[GR4] takes nothing that is no counter', () => {
    const window = new ReplayWindow();
    for (const none of [-1, 0.5, NaN, Infinity, 2 ** 53]) expect(window.take(none)).toBe(false);
    expect(window.take(0)).toBe(true);
  });
});
