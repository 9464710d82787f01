import { Serial } from '../../../core/serial.ts';
import type { HistoryLimits } from '../../../core/state/history-limits.ts';
import type { HistoryMeter } from './trim.ts';

/** History that has grown by this share of what may be kept is trimmed without being asked: it never exceeds that by much more. */
const SHARE = 1 / 20;
/** A moment before which nothing is: by it nothing is too old, so that only size counts. */
const NO_MOMENT = -Infinity;
/** Rows dropped at a time: so few that a write which comes meanwhile waits for some 25 ms, */
const LEAST_ROWS = 250;
/** but more than are stored between two times, or the history would grow while it is trimmed: then writes wait about twice as long. */
const LEAD = 1.5;

type Trim<T> = (now: number, meter: HistoryMeter) => Promise<T>;

/** Keeps history near its size under any load (CH3): trims are also asked for, but only now and then. One runs at a time. */
export class GrowthTrim<T> implements HistoryMeter {
  readonly #run: Trim<T>;
  readonly #limits: HistoryLimits;
  readonly #serial = new Serial();
  /** Null until it was counted. */
  #bytes: number | null = null;
  /** Since the last trim. */
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
    if (this.#bytes !== null) this.#bytes += bytes;
  }

  /** Counts anew first: what was rolled back was added too. */
  trim(now: number): Promise<T> {
    return this.#serial.run(() => {
      this.#bytes = null;
      return this.#begin(now);
    });
  }

  trimIfDue(): void {
    if (this.#isUnderWay || this.#grownBytes < this.#limits.maxBytes * SHARE) return;
    this.#isUnderWay = true;
    void this.#serial
      .run(() => this.#begin(NO_MOMENT))
      .finally(() => {
        this.#isUnderWay = false;
      });
  }

  bytes(count: () => number): number {
    this.#bytes ??= count();
    return this.#bytes;
  }

  dropped(bytes: number): void {
    if (this.#bytes !== null) this.#bytes -= bytes;
  }

  slice(): number {
    const rows = this.#rows;
    this.#rows = 0;
    return Math.max(LEAST_ROWS, Math.ceil(LEAD * rows));
  }

  #begin(now: number): Promise<T> {
    this.#grownBytes = 0;
    return this.#run(now, this);
  }
}
