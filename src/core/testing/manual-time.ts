import { Heap } from '../heap.ts';
import type { Clock, Scheduler } from '../ports.ts';

interface Task {
  at: number;
  order: number;
  run: () => void;
  isCancelled: boolean;
}

const nothing = (): void => undefined;

const isBefore = (a: Task, b: Task): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Virtual time: nothing happens until a test lets time pass. Tasks run in order of their time, then of their making, and
 * everything that a task set in motion is settled before the next one runs.
 */
export class ManualTime implements Scheduler {
  #now = 0;
  #made = 0;
  readonly #tasks = new Heap(isBefore);
  readonly #settle: () => Promise<void>;

  /** `settle` resolves when no promise is left to run, such as after a turn of the event loop. */
  constructor(settle: () => Promise<void>) {
    this.#settle = settle;
  }

  monotonicMs(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const task: Task = { at: this.#now + Math.max(0, delayMs), order: this.#made, run, isCancelled: false };
    this.#made += 1;
    this.#tasks.push(task);
    return () => {
      task.isCancelled = true;
      // What it held would stay in memory until its time comes: for a thousand nodes that is much.
      task.run = nothing;
    };
  }

  /** Lets `durationMs` pass. */
  async pass(durationMs: number): Promise<void> {
    await this.passUntil(() => false, durationMs);
  }

  /** Lets time pass until the condition holds, at most `boundMs`; tells whether it does. */
  async passUntil(condition: () => boolean, boundMs: number): Promise<boolean> {
    const end = this.#now + boundMs;
    await this.#settle();
    for (;;) {
      if (condition()) return true;
      const next = this.#tasks.first;
      if (next === undefined || next.at > end) break;
      this.#tasks.pop();
      if (next.isCancelled) continue;
      this.#now = next.at;
      next.run();
      await this.#settle();
    }
    this.#now = end;
    return condition();
  }
}

/** A wall clock over virtual time that can be set wrong. */
export class ManualClock implements Clock {
  readonly #time: Scheduler;
  #offsetMs: number;

  constructor(time: Scheduler, startsAt: number) {
    this.#time = time;
    this.#offsetMs = startsAt;
  }

  now(): number {
    return Math.floor(this.#offsetMs + this.#time.monotonicMs());
  }

  /** Sets the clock forward or back. */
  jump(byMs: number): void {
    this.#offsetMs += byMs;
  }
}
