import type { Scheduler } from '../../../core/ports.ts';

const WINDOW_MS = 1_000;

/** Grants work up to a cost a second (LM1): `take` is false when this second's budget is spent. */
export class LoadLimit {
  readonly #scheduler: Scheduler;
  readonly #budget: number;
  #windowStart = -Infinity;
  #spent = 0;

  constructor(components: { scheduler: Scheduler }, settings: { costPerSecond: number }) {
    this.#scheduler = components.scheduler;
    this.#budget = settings.costPerSecond;
  }

  take(cost: number): boolean {
    const now = this.#scheduler.monotonicMs();
    if (now - this.#windowStart >= WINDOW_MS) {
      this.#windowStart = now;
      this.#spent = 0;
    }
    if (this.#spent + cost > this.#budget) return false;
    this.#spent += cost;
    return true;
  }
}
