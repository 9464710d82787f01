import type { RemoteInfo } from 'node:dgram';
import type { Random, Scheduler } from '../../../core/ports.ts';

/** RFC 6762 section 6: answers that several machines give are spread over 20 to 120 ms. */
const SPREAD_MS = { least: 20, most: 120 };
/** RFC 6762 section 6: a record is sent at most once a second. */
const REPEAT_MS = 1_000;
/** Different questions remembered at once; more than these in one second are not answered (LM1). */
const MAX_QUESTIONS = 64;
/** The transaction id, which differs between equal questions, is in the first two bytes. */
const ID_BYTES = 2;

interface Asked {
  deliveredMs: number;
  cancel: (() => void) | null;
}

/** Holds questions back so that many answers do not collide, and equal ones within a second get one answer. */
export class QueryGate {
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #deliver: (query: Buffer, source: RemoteInfo) => void;
  readonly #asked = new Map<string, Asked>();

  constructor(
    components: { scheduler: Scheduler; random: Random },
    deliver: (query: Buffer, source: RemoteInfo) => void,
  ) {
    this.#scheduler = components.scheduler;
    this.#random = components.random;
    this.#deliver = deliver;
  }

  offer(query: Buffer, source: RemoteInfo): void {
    const question = query.toString('latin1', ID_BYTES);
    const before = this.#asked.get(question);
    if (before !== undefined && before.cancel !== null) return;
    this.#dropOld();
    if (before === undefined && this.#asked.size >= MAX_QUESTIONS) return;
    const asked: Asked = { deliveredMs: -Infinity, cancel: null };
    asked.cancel = this.#scheduler.after(this.#delayAfter(before), () => {
      asked.cancel = null;
      asked.deliveredMs = this.#scheduler.monotonicMs();
      this.#deliver(query, source);
    });
    this.#asked.set(question, asked);
  }

  clear(): void {
    for (const { cancel } of this.#asked.values()) cancel?.();
    this.#asked.clear();
  }

  #delayAfter(before: Asked | undefined): number {
    const spreadMs = SPREAD_MS.least + this.#random.next() * (SPREAD_MS.most - SPREAD_MS.least);
    if (before === undefined) return spreadMs;
    return Math.max(spreadMs, before.deliveredMs + REPEAT_MS - this.#scheduler.monotonicMs());
  }

  #dropOld(): void {
    const limit = this.#scheduler.monotonicMs() - REPEAT_MS;
    for (const [question, { cancel, deliveredMs }] of this.#asked) {
      if (cancel === null && deliveredMs <= limit) this.#asked.delete(question);
    }
  }
}
