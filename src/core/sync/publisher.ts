import type { SentGrave } from '../../shared/grave.ts';
import type { EntryView, Key, NodeId } from '../../shared/model.ts';
import { bounded } from '../bounded.ts';
import type { Peer } from '../peers/peer.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Random, Scheduler } from '../ports.ts';
import type { State } from '../state/state.ts';
import { encodeEntries, inPages } from './entry-codec.ts';
import type { Exchange } from './exchange.ts';
import { decodeGraves } from './grave-codec.ts';
import { sample } from './sample.ts';
import { countOf } from './words.ts';

/** What happens together travels together: a change waits this long for others (PB2). */
const FLUSH_DELAY_MS = 5;
/** Keys waiting for one slow peer, or changed at once, beyond which they are left to anti-entropy (LM1). */
const MAX_BACKLOG = 10_000;

export interface PublisherComponents {
  scheduler: Scheduler;
  random: Random;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
  table: PeerTable;
  exchange: Exchange;
  /** What a peer says has expired (ST9). */
  onGraves: (graves: SentGrave[], peer: Peer) => Promise<void>;
}

export interface PublisherSettings {
  r0: number;
  pushIntervalMs: number | null;
}

/** Least time between two flushes (PB2). */
export const pushIntervalMs = (setting: number | null, livePeers: number): number =>
  setting ?? Math.min(1000, Math.max(50, 5 * livePeers));

/**
 * Sends news to up to `r0` randomly chosen peers, one PUT to each (PB1, PB2). A peer that is still busy with the last PUT gets
 * the next one when it is done.
 */
export class Publisher {
  readonly #parts: PublisherComponents;
  readonly #settings: PublisherSettings;
  /** Changed keys that were not sent yet, with the peer they came from (PB7). */
  #queue = new Map<Key, NodeId | null>();
  readonly #backlogs = new Map<string, Map<Key, NodeId | null>>();
  readonly #busy = new Set<string>();
  readonly #drains = new Set<Promise<void>>();
  #lastFlushAt = -Infinity;
  #cancelFlush: (() => void) | null = null;
  #stopped = false;

  constructor(components: PublisherComponents, settings: PublisherSettings) {
    this.#parts = components;
    this.#settings = settings;
  }

  /** Queues changed keys. `from` is the peer that brought them, null for this machine's own changes. */
  publish(keys: readonly Key[], from: NodeId | null): void {
    if (this.#stopped || keys.length > MAX_BACKLOG) return;
    for (const key of keys) this.#queue.set(key, from);
    if (this.#queue.size > 0) this.#scheduleFlush();
  }

  /** Sends what waits now; resolves when it has been answered, or after `boundMs`. */
  async finish(boundMs: number): Promise<void> {
    this.#cancelFlush?.();
    if (this.#queue.size > 0) this.#flush();
    await bounded(this.#parts.scheduler, boundMs, Promise.all(this.#drains));
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelFlush?.();
    this.#queue.clear();
    this.#backlogs.clear();
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
    const keys = this.#queue;
    this.#queue = new Map();
    this.#lastFlushAt = this.#parts.scheduler.monotonicMs();
    for (const peer of sample(this.#parts.table.alive(), this.#settings.r0, this.#parts.random))
      this.#offer(peer, keys);
  }

  #offer(peer: Peer, keys: Map<Key, NodeId | null>): void {
    const backlog = this.#backlogs.get(peer.rowId) ?? new Map<Key, NodeId | null>();
    for (const [key, from] of keys) {
      if (from === null || from !== peer.id) backlog.set(key, from);
    }
    if (backlog.size === 0 || backlog.size > MAX_BACKLOG) this.#backlogs.delete(peer.rowId);
    else this.#backlogs.set(peer.rowId, backlog);
    if (this.#busy.has(peer.rowId)) return;
    const drain = this.#drain(peer).then(() => void this.#drains.delete(drain));
    this.#drains.add(drain);
  }

  async #drain(peer: Peer): Promise<void> {
    this.#busy.add(peer.rowId);
    for (let keys = this.#takeBacklog(peer); keys !== null; keys = this.#takeBacklog(peer)) {
      if (!(await this.#send(peer, [...keys.keys()]))) this.#backlogs.delete(peer.rowId);
    }
    this.#busy.delete(peer.rowId);
  }

  #takeBacklog(peer: Peer): Map<Key, NodeId | null> | null {
    const backlog = this.#backlogs.get(peer.rowId) ?? null;
    this.#backlogs.delete(peer.rowId);
    return backlog;
  }

  async #send(peer: Peer, keys: Key[]): Promise<boolean> {
    const state = this.#parts.state();
    const entries = keys.map((key) => state.get(key)).filter((entry) => entry !== null);
    for (const page of inPages(entries)) {
      if (!(await this.#put(peer, page))) return false;
    }
    return true;
  }

  async #put(peer: Peer, entries: EntryView[]): Promise<boolean> {
    const { exchange } = this.#parts;
    const answer = await exchange.send(peer, 'push', { method: 'PUT', path: '/', body: encodeEntries(entries) });
    if (!answer.ok) return false;
    const { response, durationMs } = answer.value;
    const graves = response.status < 300 ? decodeGraves(response.body) : [];
    if (graves.length > 0) await this.#parts.onGraves(graves, peer);
    if (response.status >= 300) exchange.noteFault(peer, 'push', `refused ${countOf(entries.length, 'change')}`);
    else exchange.note(peer, 'push', `sent ${countOf(entries.length, 'change')}`, durationMs);
    return response.status < 300;
  }
}
