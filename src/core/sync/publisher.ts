import type { Key, NodeId } from '../../shared/model.ts';
import { bounded } from '../bounded.ts';
import type { Peer } from '../peers/peer.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Scheduler } from '../ports.ts';
import type { Self } from '../self.ts';
import type { State } from '../state/state.ts';
import type { Broadcast, Message } from './broadcast.ts';
import type { Deliveries } from './deliveries.ts';
import { encodeEntries, inPages } from './entry-codec.ts';
import type { Probes } from './probes.ts';

/** What happens together travels together: a change waits this long for others (PB2). */
const FLUSH_DELAY_MS = 5;
/** Keys waiting for one slow peer, or changed at once, beyond which they are left to anti-entropy (LM1). */
const MAX_BACKLOG = 10_000;

export interface PublisherComponents {
  scheduler: Scheduler;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
  table: PeerTable;
  self: Pick<Self, 'id'>;
  broadcast: Broadcast;
  deliveries: Deliveries;
  probes: Probes;
}

export interface PublisherSettings {
  pushIntervalMs: number | null;
}

/** Changed keys on their way, and the changesets that they belong to. */
interface Batch {
  keys: Set<Key>;
  changesets: Set<number>;
}

/** Least time between two flushes (PB2). */
export const pushIntervalMs = (setting: number | null, livePeers: number): number =>
  setting ?? Math.min(1000, Math.max(50, 5 * livePeers));

/**
 * Sends news to all live peers (PB1-PB3). A peer that has not answered the last PUT is left out of the broadcast and gets what came since in
 * one piece when it has.
 */
export class Publisher {
  readonly #parts: PublisherComponents;
  readonly #settings: PublisherSettings;
  /** What was not sent yet, by the peer it came from: nothing goes back there (PB7). Null: this machine's own. */
  readonly #queue = new Map<NodeId | null, Batch>();
  readonly #backlogs = new Map<string, Batch>();
  readonly #sending = new Set<Promise<void>>();
  #lastFlush = 0;
  #lastFlushAt = -Infinity;
  #cancelFlush: (() => void) | null = null;
  #stopped = false;

  constructor(components: PublisherComponents, settings: PublisherSettings) {
    this.#parts = components;
    this.#settings = settings;
  }

  /** Queues changed keys: `from` is the peer that brought them, null for this machine's own changes; `changeset` is its number. */
  publish(keys: readonly Key[], from: NodeId | null, changeset: number | null = null): void {
    if (this.#stopped || keys.length === 0) return;
    if (changeset !== null) this.#parts.deliveries.expect(changeset, this.#receivers(from));
    if (keys.length > MAX_BACKLOG) return;
    const batch = this.#queue.get(from) ?? newBatch();
    add(batch, keys, changeset === null ? [] : [changeset]);
    this.#queue.set(from, batch);
    this.#scheduleFlush();
  }

  /** Sends what waits now; resolves when it has been answered, or after `boundMs`. */
  async finish(boundMs: number): Promise<void> {
    this.#cancelFlush?.();
    this.#flush();
    await bounded(this.#parts.scheduler, boundMs, Promise.all(this.#sending));
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelFlush?.();
    this.#queue.clear();
    this.#backlogs.clear();
  }

  #receivers(from: NodeId | null): Peer[] {
    return this.#parts.table.alive().filter(({ id }) => id !== from);
  }

  #scheduleFlush(): void {
    if (this.#cancelFlush !== null) return;
    const { scheduler, table } = this.#parts;
    const intervalMs = pushIntervalMs(this.#settings.pushIntervalMs, table.alive().length);
    const restMs = this.#lastFlushAt + intervalMs - scheduler.monotonicMs();
    this.#cancelFlush = scheduler.after(Math.max(FLUSH_DELAY_MS, restMs), () => {
      this.#cancelFlush = null;
      this.#flush();
    });
  }

  #flush(): void {
    const batches = [...this.#queue];
    this.#queue.clear();
    this.#lastFlushAt = this.#parts.scheduler.monotonicMs();
    for (const [from, batch] of batches) {
      const peers = this.#receivers(from);
      const free: Peer[] = [];
      for (const peer of peers) {
        if (this.#parts.broadcast.isBusy(peer)) this.#keepFor(peer, batch);
        else free.push(peer);
      }
      this.#track(this.#send(batch, free));
      for (const peer of free) this.#drain(peer);
    }
  }

  #track(work: Promise<void>): void {
    const sending = work.then(() => void this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  #keepFor({ rowId }: Peer, { keys, changesets }: Batch): void {
    const backlog = this.#backlogs.get(rowId) ?? newBatch();
    add(backlog, keys, changesets);
    if (backlog.keys.size > MAX_BACKLOG) this.#backlogs.delete(rowId);
    else this.#backlogs.set(rowId, backlog);
  }

  /** Page after page, each as a message of its own. */
  async #send({ keys, changesets }: Batch, peers: Peer[]): Promise<void> {
    if (peers.length === 0) return;
    const state = this.#parts.state();
    const entries = [...keys].map((key) => state.get(key)).filter((entry) => entry !== null);
    const pages = inPages(entries);
    for (const [i, page] of pages.entries()) {
      const message = this.#message(encodeEntries(page), page.length);
      const isLast = i === pages.length - 1;
      const { deliveries, probes, broadcast } = this.#parts;
      if (isLast) deliveries.sent(message.flush.number, [...changesets]);
      const listener = {
        onSeen: (peer: Peer) => {
          if (isLast) deliveries.seen(message.flush.number, peer.rowId);
          this.#drain(peer);
        },
        onDelegated: (members: Peer[]) => probes.await({ message, entries: page, members }),
      };
      await broadcast.send(message, peers, listener);
    }
  }

  #message(body: Uint8Array, count: number): Message {
    this.#lastFlush += 1;
    return { flush: { origin: this.#parts.self.id, number: this.#lastFlush }, body, count, isHeld: true };
  }

  /** The peer has answered, or was given up: what came meanwhile goes there in one piece. */
  #drain(peer: Peer): void {
    const backlog = this.#backlogs.get(peer.rowId);
    if (backlog === undefined) return;
    this.#backlogs.delete(peer.rowId);
    this.#track(this.#send(backlog, [peer]));
  }
}

const newBatch = (): Batch => ({ keys: new Set(), changesets: new Set() });

function add(batch: Batch, keys: Iterable<Key>, changesets: Iterable<number>): void {
  for (const key of keys) batch.keys.add(key);
  for (const changeset of changesets) batch.changesets.add(changeset);
}
