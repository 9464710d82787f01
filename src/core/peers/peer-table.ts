import {
  EXCHANGE_LOG,
  type Digest,
  type ExchangeView,
  type FoundBy,
  type NodeId,
  type PeerState,
} from '../../shared/model.ts';
import type { Clock, Endpoint, Logger, Random, Scheduler } from '../ports.ts';
import type { Hello } from '../../shared/hello.ts';
import { clockBaseMs } from './clock-check.ts';
import { FORGET_MS, MAX_PEERS, SILENCE_MS } from './defaults.ts';
import { endpointText, sameEndpoint } from './endpoint.ts';
import { isBlocked, type Blocked } from './blocked.ts';
import { newPeer, type Peer, type Sighting } from './peer.ts';
import { PeerAddresses } from './peer-addresses.ts';
import { Retries } from './retries.ts';

export interface PeerTableComponents {
  clock: Clock;
  scheduler: Scheduler;
  logger: Logger;
  random: Pick<Random, 'next'>;
  digest: () => Digest;
}

export interface PeerTableEvents {
  /** Anything shown of the peer changed. */
  onChange: (peer: Peer) => void;
  onGone: (rowId: string) => void;
  /** The peer is new or started anew: time to compare. */
  onReturn: (peer: Peer) => void;
  /** The peer, which has run on, is heard again after a cut: others may come back at the same moment. */
  onCutEnded: (peer: Peer) => void;
  /** A failing peer is due for another try. */
  onRetry: (peer: Peer) => void;
}

/** A peer that failed and was not heard for so long was cut off: much may have changed on both sides. */
const GAP_MS = 1_500;
const ALIVE: PeerState = { kind: 'alive' };

/**
 * Who is there (PD4):
 *
 *   connecting ──hello──▶ alive ──request failed, silent 20 s──▶ unreachable ──24 h──▶ forgotten
 *                          ▲ │                                       │
 *                          │ └──goodbye──▶ left ──24 h──▶ forgotten  │
 *                          └──────────heard or greeted again─────────┘
 *
 * From any of them the user may block it; then nothing that happens changes that, until it is unblocked.
 */
export class PeerTable {
  readonly #parts: PeerTableComponents;
  readonly #events: PeerTableEvents;
  readonly #peers = new Map<string, Peer>();
  readonly #addresses = new PeerAddresses();
  readonly #retries: Retries;
  /** Kept until a peer comes, goes, changes its state or announces other agents: it is asked for at every exchange. */
  #alive: readonly Peer[] | null = null;
  #agents: readonly Peer[] | null = null;

  constructor(components: PeerTableComponents, events: PeerTableEvents) {
    this.#parts = components;
    this.#events = events;
    this.#retries = new Retries(components, (peer) => events.onRetry(peer));
  }

  all(): Peer[] {
    return [...this.#peers.values()];
  }

  /** Native peers that are alive: another list whenever one comes, goes, or announces other C19 agents. */
  alive(): readonly Peer[] {
    this.#alive ??= this.all().filter(({ state, agent }) => state.kind === 'alive' && agent === null);
    return this.#alive;
  }

  /** Peers that are C19 agents, alive or not (C1.1). */
  agents(): readonly Peer[] {
    this.#agents ??= this.all().filter(({ agent }) => agent !== null);
    return this.#agents;
  }

  get(rowId: string): Peer | null {
    return this.#peers.get(rowId) ?? null;
  }

  byId(id: NodeId): Peer | null {
    return this.#peers.get(id) ?? null;
  }

  at(endpoint: Endpoint): Peer | null {
    return this.#addresses.at(endpoint);
  }

  /** A row for an address that the user gave, shown before it answers. */
  expect(endpoint: Endpoint, foundBy: FoundBy): Peer | null {
    const peer = this.#addresses.owner(endpoint) ?? this.#add(newPeer(null, endpoint, endpointText(endpoint)));
    if (peer?.foundBy.has(foundBy) === false) {
      peer.foundBy.add(foundBy);
      this.#events.onChange(peer);
    }
    return peer;
  }

  /** The peer at `endpoint` answered `hello`, or said it. */
  greeted(endpoint: Endpoint, hello: Hello, sighting: Sighting, foundBy: FoundBy): Peer | null {
    const known = this.byId(hello.id);
    if (isBlocked(known)) return null;
    const replaced = this.#replaceRowAt(endpoint, known);
    const peer = known ?? this.#add(newPeer(hello.id, endpoint, hello.name));
    if (peer === null) return null;
    const isNew = known?.startId !== hello.startId;
    if (isNew || peer.failures > 0 || peer.state.kind !== 'alive') this.#addresses.use(peer, endpoint);
    else this.#addresses.keep(peer, endpoint);
    if (replaced?.foundBy.has('static') === true) peer.foundBy.add('static');
    peer.foundBy.add(foundBy);
    peer.startId = hello.startId;
    this.#absorb(hello, peer);
    if (isNew) peer.report = null;
    this.#noteSighting(peer, sighting, isNew);
    return peer;
  }

  /** A peer that is known under this start id said `hello` again: something is another now. */
  introduced(peer: Peer, hello: Hello): void {
    this.#absorb(hello, peer);
    this.#events.onChange(peer);
  }

  /** A C19 agent answered there (C1.1). What was known of a native peer at this address is of one that has gone. */
  metAgent(endpoint: Endpoint, rttMs: number): Peer | null {
    const known = this.at(endpoint);
    if (known !== null && known.id !== null) this.#loseAddress(known);
    const peer = this.at(endpoint) ?? this.#add(newPeer(null, endpoint, endpointText(endpoint)));
    if (peer === null) return null;
    for (const way of known?.foundBy ?? []) peer.foundBy.add(way);
    if (peer.agent === null) this.#agents = null;
    peer.agent ??= { isServed: false, report: null };
    peer.rttMs = rttMs;
    this.#noteHeard(peer);
    this.#events.onChange(peer);
    return peer;
  }

  /** Something with a `Grapevine` header came from a peer that is known under this start id. */
  sighted(peer: Peer, sighting: Sighting): void {
    if (isBlocked(peer)) return;
    this.#noteSighting(peer, sighting, false);
  }

  /** The peer was heard under another start id: what it reported before it ended says nothing any more (PD7). */
  startedAnew(peer: Peer): void {
    if (peer.report === null) return;
    peer.report = null;
    this.#events.onChange(peer);
  }

  /**
   * A request to the peer at `endpoint` brought no usable answer; `reason` is a plain sentence. If it is known at other addresses, they are tried
   * first, one after another and at once.
   */
  failed(peer: Peer, reason: string, endpoint: Endpoint): void {
    if (!this.#peers.has(peer.rowId) || peer.state.kind === 'left' || isBlocked(peer)) return;
    // Of those that were under way to an address the first was enough.
    if (!sameEndpoint(peer.endpoint, endpoint)) return;
    if (this.#addresses.turn(peer) && peer.failures < peer.otherEndpoints.length) {
      this.#tryAtOnce(peer);
      return;
    }
    const { clock, scheduler } = this.#parts;
    const silentMs = peer.heardAt === null ? Infinity : scheduler.monotonicMs() - peer.heardAt;
    if (silentMs >= SILENCE_MS) {
      const since = peer.state.kind === 'unreachable' ? peer.state.since : (peer.heardTime ?? clock.now());
      if (clock.now() - since >= FORGET_MS && !peer.foundBy.has('static')) {
        this.remove(peer);
        return;
      }
      this.#setState(peer, { kind: 'unreachable', since, reason });
    }
    peer.failures += 1;
    this.#retries.schedule(peer, SILENCE_MS - silentMs);
    this.#events.onChange(peer);
  }

  /** Adds to the log of exchanges with the peer. */
  note(peer: Peer, exchange: ExchangeView): void {
    peer.exchanges = [exchange, ...peer.exchanges.slice(0, EXCHANGE_LOG - 1)];
    this.#events.onChange(peer);
  }

  /** The peer said goodbye. */
  left(peer: Peer): void {
    this.#setState(peer, { kind: 'left', since: this.#parts.clock.now() });
    this.#retries.end(peer);
    peer.cancelRetry = this.#parts.scheduler.after(FORGET_MS, () => this.remove(peer));
    this.#events.onChange(peer);
  }

  /** A native peer, known or not. What it reported says nothing any more. */
  block({ id, name, endpoint, since }: Blocked): void {
    const peer = this.byId(id) ?? this.#add(newPeer(id, endpoint, name));
    if (peer === null || isBlocked(peer)) return;
    this.#retries.end(peer);
    peer.report = null;
    this.#setState(peer, { kind: 'blocked', since });
    this.#events.onChange(peer);
  }

  /** The peer is to be greeted again. */
  unblock(peer: Peer): void {
    if (!isBlocked(peer)) return;
    // Under which start id it runs now is not known, so that its hello is one of a new start.
    Object.assign(peer, { startId: null, failures: 0, retries: 0, heardAt: null } satisfies Partial<Peer>);
    this.#setState(peer, { kind: 'connecting' });
    this.#events.onChange(peer);
  }

  remove(peer: Peer): void {
    this.#retries.end(peer);
    if (this.#peers.get(peer.rowId) !== peer) return;
    this.#peers.delete(peer.rowId);
    this.#addresses.remove(peer);
    this.#alive = null;
    this.#agents = null;
    this.#events.onGone(peer.rowId);
  }

  /** Ends every timer; the rows stay to be looked at. */
  stop(): void {
    this.#retries.stop();
    for (const peer of this.#peers.values()) peer.cancelRetry();
  }

  #add(peer: Peer): Peer | null {
    if (this.#peers.size >= MAX_PEERS) {
      this.#parts.logger.warn('peer-table-full', { limit: MAX_PEERS });
      return null;
    }
    this.#peers.set(peer.rowId, peer);
    this.#addresses.add(peer);
    this.#alive = null;
    return peer;
  }

  #setState(peer: Peer, state: PeerState): void {
    if (peer.state.kind !== state.kind) this.#alive = null;
    peer.state = state;
  }

  /** The row of this address that never answered, or whose machine has another id by now, gives it up to `peer`. */
  #replaceRowAt(endpoint: Endpoint, peer: Peer | null): Peer | null {
    const other = this.at(endpoint);
    if (other === null || other === peer) return null;
    this.#loseAddress(other);
    return other;
  }

  /** Somebody else answers where the peer was asked: it is asked elsewhere, or ends. */
  #loseAddress(peer: Peer): void {
    if (isBlocked(peer)) return;
    if (peer.id === null || !this.#addresses.turn(peer)) this.remove(peer);
    else this.#events.onChange(peer);
  }

  /** At its next address, before it is said that anything is wrong. */
  #tryAtOnce(peer: Peer): void {
    peer.failures += 1;
    this.#retries.soon(peer, 0);
    this.#events.onChange(peer);
  }

  #noteSighting(peer: Peer, { header, rttMs }: Sighting, isNew: boolean): void {
    const { clock, digest } = this.#parts;
    const returned = isNew || peer.state.kind !== 'alive';
    const at = this.#noteHeard(peer);
    const isAfterCut = !isNew && peer.returnedAt === at;
    // It changed at some time since it was heard last.
    if (peer.report !== null && peer.report.digest !== header.digest) peer.digestSince = (peer.report.at + at) / 2;
    peer.report = { digest: header.digest, ours: digest(), at };
    if (rttMs !== null) {
      peer.rttMs = rttMs;
      peer.clockOffsetMs = Math.round(header.time + rttMs / 2 - clock.now());
      peer.clockMeasured = { at, base: clockBaseMs(this.#parts) };
    }
    this.#events.onChange(peer);
    if (isAfterCut) this.#events.onCutEnded(peer);
    else if (returned) this.#events.onReturn(peer);
  }

  /** The peer is there; returns the time, monotonic ms. */
  #noteHeard(peer: Peer): number {
    const { clock, scheduler } = this.#parts;
    const at = scheduler.monotonicMs();
    const wasCutOff = peer.failures > 0 && peer.heardAt !== null && at - peer.heardAt >= GAP_MS;
    peer.heardAt = at;
    peer.heardTime = clock.now();
    peer.failures = 0;
    peer.retries = 0;
    this.#retries.end(peer);
    this.#setState(peer, ALIVE);
    if (wasCutOff) {
      peer.returnedAt = at;
      this.#retries.soonAll(this.#peers.values());
    }
    return at;
  }

  #absorb({ name, program, inTouch, entries, c19 }: Hello, peer: Peer): void {
    if (peer.announces.join() !== c19.join()) this.#alive = null;
    Object.assign(peer, { name, program, isInTouch: inTouch, entriesSaid: entries, announces: c19 });
  }
}
