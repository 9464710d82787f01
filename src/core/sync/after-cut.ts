import type { Peer } from '../peers/peer.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Digest } from '../../shared/model.ts';
import type { Scheduler } from '../ports.ts';
import type { Self } from '../self.ts';

/** How long others that come back at the same moment are waited for. */
const GATHER_MS = 30;
/** Each machine lets so much time to those before it: about what one needs to reconcile and to tell it onward. */
const TURN_MS = 100;
/** When but one came back: it is most likely one that slept, and all others see it just now. */
const LONE_TURN_MS = 25;
/** However many are before it. */
const LAST_TURN_MS = 1_000;
/** While news came within so long somebody is bringing what the cut held back; */
const SETTLE_MS = 150;
/** but a state that never rests is waited for no longer than this. */
const MAX_SETTLE_MS = 1_000;
/** So long after a peer came back, what it brings is news of the other side. */
const OVER_MS = 5_000;

export interface AfterCutComponents {
  scheduler: Scheduler;
  self: Pick<Self, 'id'>;
  table: Pick<PeerTable, 'alive'>;
  digest: () => Digest;
  /** When the state changed last: monotonic ms. */
  changedAt: () => number;
  /** Compares with the peer at once. */
  compare: (peer: Peer) => void;
}

/**
 * Peers that come back from a cut, when on both sides much may have changed (RC2). One pair brings it for all; if every machine compared with all
 * whom it sees again, as many pairs would as there are. So the machine with the lowest id of those that see each other again goes first, then the next,
 * and whoever has got the news meanwhile has nothing left to do. As in scalable reliable multicast (Floyd et al. 1997), but with ranks for random delays.
 */
export class AfterCut {
  readonly #parts: AfterCutComponents;
  readonly #back = new Set<Peer>();
  /** Those with whom this node may reconcile although neither side is quiet. */
  readonly #turns = new WeakSet<Peer>();
  #cancel: (() => void) | null = null;

  constructor(components: AfterCutComponents) {
    this.#parts = components;
  }

  /** The peer is heard again after a cut. */
  returned(peer: Peer): void {
    this.#back.add(peer);
    if (this.#cancel !== null) return;
    this.#wakeIn(GATHER_MS, () => this.#takeTurn());
  }

  /** Whether the peer came back a short while ago. */
  isFresh({ returnedAt }: Peer): boolean {
    return this.#parts.scheduler.monotonicMs() - returnedAt < OVER_MS;
  }

  /** Whether it is this node's turn to reconcile with the peer for the sake of all: once, and only for a while. */
  isTurn(peer: Peer): boolean {
    return this.#turns.has(peer) && this.isFresh(peer);
  }

  /** The two have reconciled. */
  reconciled(peer: Peer): void {
    this.#turns.delete(peer);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#back.clear();
  }

  #wakeIn(delayMs: number, wake: () => void): void {
    this.#cancel = this.#parts.scheduler.after(delayMs, wake);
  }

  #takeTurn(): void {
    const turnMs = this.#back.size === 1 ? LONE_TURN_MS : TURN_MS;
    const restMs = Math.min(this.#rank() * turnMs, LAST_TURN_MS);
    const untilMs = this.#parts.scheduler.monotonicMs() + restMs + MAX_SETTLE_MS;
    this.#wakeIn(restMs, () => this.#compareOnceSettled(untilMs));
  }

  /** How many go first. */
  #rank(): number {
    const { self, table } = this.#parts;
    return table.alive().filter(({ id }) => id !== null && id < self.id).length;
  }

  #compareOnceSettled(untilMs: number): void {
    const now = this.#parts.scheduler.monotonicMs();
    const settledAt = Math.min(this.#parts.changedAt() + SETTLE_MS, untilMs);
    if (settledAt > now) {
      this.#wakeIn(settledAt - now, () => this.#compareOnceSettled(untilMs));
      return;
    }
    this.#cancel = null;
    const ours = this.#parts.digest();
    const differing = [...this.#back].filter(({ state, report }) => state.kind === 'alive' && report?.digest !== ours);
    this.#back.clear();
    for (const peer of differing) this.#turns.add(peer);
    for (const peer of differing) this.#parts.compare(peer);
  }
}
