import type { Random, Scheduler } from '../ports.ts';
import { retryPauseMs } from './defaults.ts';
import type { Peer } from './peer.ts';

/** By so much of itself each pause is longer or shorter: machines that lost each other at the same moment do not all try at the same moment. */
const SPREAD = 0.25;
/** Within so long all that fail are tried once one of them has come back: what one brought need not be fetched from all of them. */
const ALL_TRIED_MS = 2_000;
/** Of several that fail one is tried each thirtieth of the time since any of them was heard, within these bounds: how long a cut takes nobody knows. */
const [PROBE_PART, MIN_PROBE_MS, MAX_PROBE_MS] = [1 / 30, 1_000, 60_000];

export interface RetriesComponents {
  scheduler: Scheduler;
  random: Pick<Random, 'next'>;
}

/** When peers that fail are tried again (PD4). */
export class Retries {
  readonly #parts: RetriesComponents;
  readonly #onRetry: (peer: Peer) => void;
  /** Native peers that were heard, fail now and wait for a try: the next to be probed first. */
  readonly #waiting = new Set<Peer>();
  #cancelProbe: (() => void) | null = null;

  constructor(components: RetriesComponents, onRetry: (peer: Peer) => void) {
    this.#parts = components;
    this.#onRetry = onRetry;
  }

  /**
   * The next try comes by the backoff, or just when the silence becomes too long. Requests that fail meanwhile change nothing about it: or a busy
   * node would put off its tries for ever.
   */
  schedule(peer: Peer, untilTooSilentMs: number): void {
    const pauseMs = this.#spread(retryPauseMs(peer.retries));
    this.soon(peer, untilTooSilentMs > 0 ? Math.min(pauseMs, untilTooSilentMs) : pauseMs);
  }

  /** What cut one off may have cut off others, and be over for them too: each that waits for a try gets it soon, not all at the same moment. */
  soonAll(peers: Iterable<Peer>): void {
    for (const peer of peers) {
      if (peer.retryAt !== null) this.soon(peer, ALL_TRIED_MS * this.#parts.random.next());
    }
  }

  /** No later than after `delayMs`. */
  soon(peer: Peer, delayMs: number): void {
    const { scheduler } = this.#parts;
    const retryAt = scheduler.monotonicMs() + delayMs;
    if (peer.retryAt !== null && peer.retryAt <= retryAt) return;
    peer.cancelRetry();
    peer.retryAt = retryAt;
    peer.cancelRetry = scheduler.after(delayMs, () => {
      peer.retryAt = null;
      peer.retries += 1;
      this.#waiting.delete(peer);
      this.#onRetry(peer);
    });
    if (peer.heardAt !== null && peer.agent === null) this.#waiting.add(peer);
    this.#armProbe();
  }

  /** The peer is there, or is not to be tried any more. */
  end(peer: Peer): void {
    peer.cancelRetry();
    peer.retryAt = null;
    this.#waiting.delete(peer);
  }

  stop(): void {
    this.#cancelProbe?.();
    this.#cancelProbe = null;
    this.#waiting.clear();
  }

  /** Several that fail were most likely cut off together: one is tried for all, so that the end of the cut is soon found. */
  #armProbe(): void {
    if (this.#cancelProbe !== null || this.#waiting.size < 2) return;
    const { scheduler } = this.#parts;
    const heardAt = Math.max(...Array.from(this.#waiting, (peer) => peer.heardAt ?? -Infinity));
    const pauseMs = Math.min(Math.max(PROBE_PART * (scheduler.monotonicMs() - heardAt), MIN_PROBE_MS), MAX_PROBE_MS);
    this.#cancelProbe = scheduler.after(this.#spread(pauseMs), () => {
      this.#cancelProbe = null;
      this.#probe();
      this.#armProbe();
    });
  }

  #probe(): void {
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next);
    this.#waiting.add(next);
    this.#onRetry(next);
  }

  #spread(pauseMs: number): number {
    return pauseMs * (1 + SPREAD * (2 * this.#parts.random.next() - 1));
  }
}
