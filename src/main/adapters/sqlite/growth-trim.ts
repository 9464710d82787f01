import { Serial } from '../../../core/serial.ts';
import type { HistoryLimits } from '../../../core/state/history-limits.ts';

/** History that has grown by this share of what may be kept is trimmed without being asked: it never exceeds that by much more. */
const SHARE = 1 / 20;
/** A moment before which nothing is: by it nothing is too old, so that only size counts. */
const NO_MOMENT = -Infinity;

/** Keeps history near its size under any load (CH3): trims are also asked for, but only now and then. One at a time, since each counts at its start how much is too much. */
export class GrowthTrim<T> {
  readonly #run: (now: number) => Promise<T>;
  readonly #limits: HistoryLimits;
  readonly #serial = new Serial();
  #grownBytes = 0;
  #isUnderWay = false;

  constructor(run: (now: number) => Promise<T>, limits: HistoryLimits) {
    this.#run = run;
    this.#limits = limits;
  }

  grew(bytes: number): void {
    this.#grownBytes += bytes;
  }

  trim(now: number): Promise<T> {
    return this.#serial.run(() => {
      this.#grownBytes = 0;
      return this.#run(now);
    });
  }

  trimIfDue(): void {
    if (this.#isUnderWay || this.#grownBytes < this.#limits.maxBytes * SHARE) return;
    this.#isUnderWay = true;
    void this.trim(NO_MOMENT).finally(() => {
      this.#isUnderWay = false;
    });
  }
}
