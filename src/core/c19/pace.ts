/** How often an agent is asked while something happens, and how seldom it may get (C1.3). */
const MIN_PAUSE_MS = 2_000;
export const MAX_PAUSE_MS = 60_000;

/** When the next poll is due: soon after something happened, and ever later while nothing does. Times are monotonic ms. */
export class Pace {
  readonly #now: () => number;
  #pauseMs = MIN_PAUSE_MS;
  #dueAt = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get dueAt(): number {
    return this.#dueAt;
  }

  /** Due at once, and often from then on. */
  begin(): void {
    this.#pauseMs = MIN_PAUSE_MS;
    this.#dueAt = this.#now();
  }

  /** The polls after the next one come often again. */
  quicken(): void {
    this.#pauseMs = MIN_PAUSE_MS;
  }

  /** A full pause from now. */
  wait(): void {
    this.#dueAt = this.#now() + this.#pauseMs;
  }

  /** Something happened: the next poll comes soon, but not before `leastMs` have passed. */
  soon(leastMs = 0): void {
    this.quicken();
    this.#dueAt = this.#now() + Math.max(this.#pauseMs, leastMs);
  }

  /** Nothing happened. */
  rest(): void {
    this.wait();
    this.#pauseMs = Math.min(2 * this.#pauseMs, MAX_PAUSE_MS);
  }
}
