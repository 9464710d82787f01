import { Serial } from '../../../core/serial.ts';
import type { HistoryLimits } from '../../../core/state/history-limits.ts';

/** History that has grown by this share of what may be kept is trimmed without being asked: it never exceeds that by much more. */
const SHARE = 1 / 20;
/** A moment before which nothing is: by it nothing is too old, so that only size counts. */
const NO_MOMENT = -Infinity;
/** Rows dropped at a time: so few that a write which comes meanwhile waits for some 25 ms, */
const LEAST_ROWS = 250;
/** and so many when more than those are stored between two times, or the history would grow while it is trimmed. */
const MOST_ROWS = 4_000;
const LEAD = 2;

/** Drops history; `slice` tells how many rows to drop next. */
type Trim<T> = (now: number, slice: () => number) => Promise<T>;

/** Keeps history near its size under any load (CH3): trims are also asked for, but only now and then. One at a time, since each counts at its start how much is too much. */
export class GrowthTrim<T> {
  readonly #run: Trim<T>;
  readonly #limits: HistoryLimits;
  readonly #serial = new Serial();
  #grownBytes = 0;
  /** Stored since rows were dropped last. */
  #rows = 0;
  #isUnderWay = false;

  constructor(run: Trim<T>, limits: HistoryLimits) {
    this.#run = run;
    this.#limits = limits;
  }

  /** So many rows were stored, and take so many bytes. */
  grew(rows: number, bytes: number): void {
    this.#rows += rows;
    this.#grownBytes += bytes;
  }

  trim(now: number): Promise<T> {
    return this.#serial.run(() => {
      this.#grownBytes = 0;
      return this.#run(now, () => this.#slice());
    });
  }

  trimIfDue(): void {
    if (this.#isUnderWay || this.#grownBytes < this.#limits.maxBytes * SHARE) return;
    this.#isUnderWay = true;
    void this.trim(NO_MOMENT).finally(() => {
      this.#isUnderWay = false;
    });
  }

  #slice(): number {
    const rows = this.#rows;
    this.#rows = 0;
    return Math.min(MOST_ROWS, Math.max(LEAST_ROWS, LEAD * rows));
  }
}
