import type { Step, StepPiece } from './messages.ts';
import { stepChars, stepPieces } from './pieces.ts';
import { StepGap } from './step-gap.ts';

export interface StepQueueLimits {
  /** Steps that wait before the details of those that wait are dropped. */
  maxSteps: number;
  maxChars: number;
  /** What may be with the worker and not stored yet: with it a write waits in one transaction, so that it is about what the disk takes in a quarter of a second. */
  windowChars: number;
  /** How long a step that comes alone waits for others: while a change spreads through a group, sending it on comes first. 0: not at all. */
  delayMs: number;
}

export const DEFAULT_QUEUE_LIMITS: StepQueueLimits = {
  maxSteps: 10_000,
  maxChars: 64 * 1024 * 1024,
  windowChars: 1024 * 1024,
  delayMs: 100,
};

/** About a transaction. */
const FULL_STEPS = 500;
const FULL_CHARS = 64 * 1024;

/**
 * Steps on their way to the worker, in order. When more wait than is allowed, because the disk does not take them, they become one
 * {@link StepGap}: memory stays bounded (LM1), and state and digests whole.
 */
export class StepQueue {
  readonly #limits: StepQueueLimits;
  #waiting: { step: Step; chars: number }[] = [];
  #waitingChars = 0;
  #gap: StepGap | null = null;
  /** Sizes of the steps that the worker has and has not stored. */
  #atWorker: number[] = [];
  #atWorkerChars = 0;
  #pieces: Generator<StepPiece> | null = null;

  constructor(limits: StepQueueLimits) {
    this.#limits = limits;
  }

  /** Nothing is waiting or unstored. */
  get isEmpty(): boolean {
    return !this.hasWaiting && this.#atWorker.length === 0;
  }

  /** Something waits to be sent. */
  get hasWaiting(): boolean {
    return this.#waiting.length > 0 || this.#gap !== null || this.#pieces !== null;
  }

  /** So much waits that it is sent without waiting for more. */
  get isFull(): boolean {
    return this.#waiting.length >= FULL_STEPS || this.#waitingChars >= FULL_CHARS || this.#gap !== null;
  }

  /** Half of what may wait does. */
  get isCrowded(): boolean {
    const { maxSteps, maxChars } = this.#limits;
    return this.#gap !== null || this.#waiting.length > maxSteps / 2 || this.#waitingChars > maxChars / 2;
  }

  /** True when this made the details of waiting steps be dropped. */
  add(step: Step): boolean {
    if (this.#gap !== null) {
      this.#gap.add(step);
      return false;
    }
    const chars = stepChars(step);
    this.#waiting.push({ step, chars });
    this.#waitingChars += chars;
    if (this.#waiting.length <= this.#limits.maxSteps && this.#waitingChars <= this.#limits.maxChars) return false;
    this.#gap = new StepGap();
    for (const waiting of this.#waiting.splice(0)) this.#gap.add(waiting.step);
    this.#waitingChars = 0;
    return true;
  }

  /** The next piece to send; null when none is waiting or the worker has enough for now. */
  next(): StepPiece | null {
    for (;;) {
      const piece = this.#pieces?.next();
      if (piece !== undefined && piece.done !== true) return piece.value;
      this.#pieces = null;
      const step = this.#atWorkerChars < this.#limits.windowChars ? this.#take() : null;
      if (step === null) return null;
      this.#pieces = stepPieces(step);
    }
  }

  stored(count: number): void {
    for (const chars of this.#atWorker.splice(0, count)) this.#atWorkerChars -= chars;
  }

  clear(): void {
    this.#waiting = [];
    this.#waitingChars = 0;
    this.#gap = null;
    this.#atWorker = [];
    this.#atWorkerChars = 0;
    this.#pieces = null;
  }

  #take(): Step | null {
    const first = this.#waiting.shift() ?? this.#takeGap();
    if (first === null) return null;
    this.#waitingChars = Math.max(0, this.#waitingChars - first.chars);
    this.#atWorker.push(first.chars);
    this.#atWorkerChars += first.chars;
    return first.step;
  }

  #takeGap(): { step: Step; chars: number } | null {
    const step = this.#gap?.toStep() ?? null;
    this.#gap = null;
    return step === null ? null : { step, chars: stepChars(step) };
  }
}
