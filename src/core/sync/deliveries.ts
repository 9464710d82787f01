import type { Delivery, Digest } from '../../shared/model.ts';
import type { Peer } from '../peers/peer.ts';
import type { Scheduler } from '../ports.ts';

/** Changesets that are followed, and digests that are remembered for them. */
const MAX_FOLLOWED = 256;
const MAX_DIGESTS = 1_024;
/** Flushes whose changesets are remembered. */
const MAX_FLUSHES = 1_024;
/** News of a delivery is told at most this often, but for the last of it. */
const TELL_MS = 50;

interface Followed {
  /** Monotonic ms of the commit. */
  since: number;
  expected: Set<string>;
  seen: Set<string>;
  /** From the commit to the last acknowledgement. */
  ms: number | null;
}

export interface DeliveriesComponents {
  scheduler: Scheduler;
  /** Told when more is known of a changeset's delivery. */
  onDelivery: (seq: number, delivery: Delivery) => void;
}

/**
 * Who has which of this machine's changesets: by acknowledging the flush that it went out with, to this node or to a delegate, or by reporting a
 * digest that was ours at or after it (PB6).
 */
export class Deliveries {
  readonly #parts: DeliveriesComponents;
  readonly #followed = new Map<number, Followed>();
  /** The changesets of each flush. */
  readonly #flushes = new Map<number, readonly number[]>();
  /** By digest, the last changeset after which the state had it. */
  readonly #digests = new Map<Digest, number>();
  readonly #untold = new Set<number>();
  #cancelTell: (() => void) | null = null;

  constructor(components: DeliveriesComponents) {
    this.#parts = components;
  }

  /** The state had this digest after the changeset, whoever made it. */
  committed(seq: number, digest: Digest): void {
    this.#digests.delete(digest);
    this.#digests.set(digest, seq);
    dropOldest(this.#digests, MAX_DIGESTS);
  }

  /** The changeset is this machine's own, and these peers are to get it. */
  expect(seq: number, peers: readonly Peer[]): void {
    if (peers.length === 0) return;
    const expected = new Set(peers.map(({ rowId }) => rowId));
    this.#followed.set(seq, { since: this.#parts.scheduler.monotonicMs(), expected, seen: new Set(), ms: null });
    dropOldest(this.#followed, MAX_FOLLOWED);
    this.#tell(seq);
  }

  /** The flush carries these changesets. */
  sent(flush: number, changesets: readonly number[]): void {
    this.#flushes.set(flush, changesets);
    dropOldest(this.#flushes, MAX_FLUSHES);
  }

  seen(flush: number, rowId: string): void {
    for (const seq of this.#flushes.get(flush) ?? []) this.#note(seq, rowId);
  }

  /** Whether the peer is known to have all that the flush carried. */
  hasSeen(flush: number, rowId: string): boolean {
    const changesets = this.#flushes.get(flush) ?? [];
    return changesets.length > 0 && changesets.every((seq) => this.#followed.get(seq)?.seen.has(rowId) === true);
  }

  /** A peer has said in which state it is. */
  heard({ rowId, report }: Peer): void {
    const seq = report === null ? undefined : this.#digests.get(report.digest);
    if (seq === undefined) return;
    for (const [followed, { expected, seen }] of this.#followed) {
      if (followed <= seq && expected.has(rowId) && !seen.has(rowId)) this.#note(followed, rowId);
    }
  }

  stop(): void {
    this.#tellNow();
  }

  #note(seq: number, rowId: string): void {
    const followed = this.#followed.get(seq);
    if (followed?.expected.has(rowId) !== true || followed.seen.has(rowId)) return;
    followed.seen.add(rowId);
    followed.ms = Math.round(this.#parts.scheduler.monotonicMs() - followed.since);
    this.#tell(seq);
  }

  #tell(seq: number): void {
    this.#untold.add(seq);
    this.#cancelTell ??= this.#parts.scheduler.after(TELL_MS, () => this.#tellNow());
  }

  #tellNow(): void {
    this.#cancelTell?.();
    this.#cancelTell = null;
    for (const seq of this.#untold) {
      const followed = this.#followed.get(seq);
      if (followed !== undefined) this.#parts.onDelivery(seq, deliveryOf(followed));
    }
    this.#untold.clear();
  }
}

const deliveryOf = ({ expected, seen, ms }: Followed): Delivery => ({ seen: seen.size, of: expected.size, ms });

function dropOldest(map: Map<unknown, unknown>, limit: number): void {
  if (map.size <= limit) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
