import type { Random, Scheduler } from '../../../core/ports.ts';

/** After the one at the start, the first questions come at about 0.2, 1 and 3 s: one datagram is easily lost. */
const FIRST_DELAYS_MS = [200, 800, 2_000];
/** Share by which each wait varies, so that machines started together do not ask together. */
const JITTER = 0.5;
/** Our own question comes back to us within this time. */
const ECHO_MS = 100;
/** However much others ask, this node asks itself once in so many intervals: what others hear may not reach it. */
const MOST_INTERVALS_WITHOUT_OWN = 30;

/**
 * Asks "who is there?" quickly at first and then for as long as it runs (PD2). A round is left out when another node has
 * just asked, because all hear the answers (RFC 6762 section 7.3): else 200 nodes would draw 40,000 answers a round.
 */
export class QueryRounds {
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #intervalMs: number;
  readonly #ask: () => void;
  #cancel: (() => void) | null = null;
  #step = 0;
  #roundMs = 0;
  #askedMs = 0;
  #heardMs = 0;

  constructor(components: { scheduler: Scheduler; random: Random }, settings: { intervalMs: number }, ask: () => void) {
    this.#scheduler = components.scheduler;
    this.#random = components.random;
    this.#intervalMs = settings.intervalMs;
    this.#ask = ask;
  }

  /** To be called when the first question was asked. */
  start(): void {
    if (this.#cancel !== null) return;
    const now = this.#scheduler.monotonicMs();
    this.#roundMs = this.#askedMs = now;
    this.#heardMs = -Infinity;
    this.#step = 0;
    this.#schedule();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** The question of another node, or the echo of ours, was heard. */
  heard(): void {
    const now = this.#scheduler.monotonicMs();
    if (now - this.#askedMs > ECHO_MS) this.#heardMs = now;
  }

  /** Ask now, whatever others did, and be quick for a while as after a start. */
  again(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#step = 0;
    this.#roundMs = this.#scheduler.monotonicMs();
    this.#askNow();
    this.#schedule();
  }

  #schedule(): void {
    const meanMs = FIRST_DELAYS_MS[this.#step] ?? this.#intervalMs;
    const factor = 1 + JITTER * (2 * this.#random.next() - 1);
    this.#step += 1;
    this.#cancel = this.#scheduler.after(meanMs * factor, () => this.#round());
  }

  #round(): void {
    const now = this.#scheduler.monotonicMs();
    const othersAsked = this.#heardMs > this.#roundMs;
    const ownIsDue = now - this.#askedMs >= MOST_INTERVALS_WITHOUT_OWN * this.#intervalMs;
    this.#roundMs = now;
    if (!othersAsked || ownIsDue) this.#askNow();
    this.#schedule();
  }

  #askNow(): void {
    this.#askedMs = this.#scheduler.monotonicMs();
    this.#ask();
  }
}
