import type { NodeId } from '../../shared/model.ts';
import { within } from '../bounded.ts';
import type { Peer } from '../peers/peer.ts';
import { isBlocked } from '../peers/blocked.ts';
import type { Random, Scheduler } from '../ports.ts';
import type { Self } from '../self.ts';
import { cutRing } from './arcs.ts';
import type { Exchange } from './exchange.ts';
import { MAX_ARC, type FlushName } from './grapevine-header.ts';
import { decodePushAnswer, type PushAnswer } from './push-answer.ts';
import { countOf } from './words.ts';

/** A peer is silent after this, or four times its round trip if that is longer (PB4). */
const MIN_HEDGE_MS = 100;
const HEDGE_ROUND_TRIPS = 4;
/** A body may take as long as on a slow wireless link: it is not sent again while it may be on its way. */
const SLOW_BYTES_PER_MS = 1_000;
/** When a peer that failed or is silent is tried again (PB4). */
const RETRY_PAUSES_MS = [0, 250, 1_000, 4_000];

/** The status of a body that is malformed to the receiver (PS3). */
const REFUSED = 422;

/** A body of entries on its way to many. */
export interface Message {
  flush: FlushName;
  body: Uint8Array;
  /** Entries in it, for the log. */
  count: number;
  /** This node's state has all of it: a peer in the same state has it too. */
  isHeld: boolean;
}

export interface BroadcastComponents {
  scheduler: Scheduler;
  random: Random;
  self: Pick<Self, 'id'>;
  exchange: Exchange;
  /** Whether the peer was in our state of now when it was heard last. */
  isAlike: (peer: Peer) => boolean;
  /** What the answer to a push says besides (ST9). */
  onAnswer: (answer: PushAnswer, peer: Peer) => void;
}

/** Told what becomes of a message. */
export interface Listener {
  /** The peer has it, by its own answer or by the state that it reported. */
  onSeen: (peer: Peer) => void;
  /** The peers behind one delegate, which passes it on to them. */
  onDelegated?: (members: Peer[]) => void;
}

/**
 * Brings a message to many peers: the ring is cut into arcs, one member of each gets it with the ids of the others and passes it on (PB3).
 * A member that is silent hands its arc to another one at once; one that fails is tried again a few times, unless it gets the news in another way (PB4).
 */
export class Broadcast {
  readonly #parts: BroadcastComponents;
  readonly #r0: number;
  /** Messages that are being brought to a peer: neither answered nor given up. */
  readonly #delivering = new Map<string, number>();
  #stopped = false;

  constructor(components: BroadcastComponents, settings: { r0: number }) {
    this.#parts = components;
    this.#r0 = settings.r0;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Whether the peer has yet to answer something. */
  isBusy({ rowId }: Peer): boolean {
    return this.#delivering.has(rowId);
  }

  /** Resolves when each of the peers has answered, was delegated to, or was given up. */
  async send(message: Message, peers: readonly Peer[], listener: Listener): Promise<void> {
    const arcs = cutRing(peers, ({ rowId }) => rowId, this.#parts.self.id, this.#arcsFor(peers.length));
    await Promise.all(arcs.map((arc) => this.#sendArc(message, arc, listener)));
  }

  /** To each of the peers itself, once and without retries. */
  async sendDirectly(message: Message, peers: readonly Peer[], listener: Listener): Promise<void> {
    await Promise.all(peers.map((peer) => this.#put(message, peer, [], listener)));
  }

  /** More than `r0` if the ids of an arc would not fit into a header. */
  #arcsFor(peers: number): number {
    return Math.max(this.#r0, Math.ceil(peers / MAX_ARC));
  }

  async #sendArc(message: Message, arc: readonly Peer[], listener: Listener): Promise<void> {
    const members = arc.filter((peer) => !this.#hasAlready(message, peer, listener));
    const delegate = members[Math.floor(this.#parts.random.next() * members.length)];
    if (delegate === undefined || this.#stopped) return;
    const others = members.filter((peer) => peer !== delegate);
    this.#begin(delegate);
    const first = this.#put(message, delegate, others, listener);
    const inTime = await this.#inTime(delegate, message, first);
    if (inTime !== null && inTime !== 'silent') {
      this.#end(delegate);
      return this.#passOn(message, others, inTime, listener);
    }
    const handedOver = this.#sendArc(message, others, listener);
    await this.#retry(message, delegate, first, listener);
    this.#end(delegate);
    await handedOver;
  }

  /** Those whom the delegate does not know get it from here. */
  async #passOn(message: Message, others: readonly Peer[], { unknown }: PushAnswer, listener: Listener): Promise<void> {
    const left = new Set<string>(unknown);
    const delegated = others.filter(({ rowId }) => !left.has(rowId));
    if (delegated.length > 0) listener.onDelegated?.(delegated);
    const strangers = others.filter(({ rowId }) => left.has(rowId));
    await Promise.all(strangers.map((peer) => this.#sendArc(message, [peer], listener)));
  }

  /** Tries again, a few times, until any of the tries is answered, or the peer has all that there is by some other way. */
  async #retry(message: Message, peer: Peer, first: Promise<PushAnswer | null>, listener: Listener): Promise<void> {
    const { scheduler } = this.#parts;
    const answered = Promise.withResolvers<'answered'>();
    const watch = (put: Promise<PushAnswer | null>): void =>
      void put.then((answer) => {
        if (answer !== null) answered.resolve('answered');
      });
    watch(first);
    for (const pauseMs of RETRY_PAUSES_MS) {
      if ((await within(scheduler, pauseMs, answered.promise, null)) !== null) return;
      if (this.#stopped || peer.state.kind === 'left' || isBlocked(peer)) return;
      if (this.#hasAlready(message, peer, listener)) return;
      const put = this.#put(message, peer, [], listener);
      watch(put);
      await this.#inTime(peer, message, put);
    }
  }

  /** Whether the peer is known to have it by some other way. */
  #hasAlready({ isHeld }: Message, peer: Peer, listener: Listener): boolean {
    if (!isHeld || !this.#parts.isAlike(peer)) return false;
    listener.onSeen(peer);
    return true;
  }

  /** `silent` when it takes longer than a peer that is well would take. */
  #inTime<T>(peer: Peer, message: Message, work: Promise<T>): Promise<T | 'silent'> {
    return within(this.#parts.scheduler, hedgeMs(peer, message), work, 'silent');
  }

  /** The answer; null when there was none that helps. */
  async #put(message: Message, peer: Peer, arc: readonly Peer[], listener: Listener): Promise<PushAnswer | null> {
    const { exchange } = this.#parts;
    const ids = arc.map(({ rowId }) => rowId as NodeId);
    const request = { method: 'PUT', path: '/', body: message.body, flush: message.flush, arc: ids };
    const answer = await exchange.send(peer, 'push', request);
    if (!answer.ok) return null;
    const { response, durationMs } = answer.value;
    if (response.status >= 300) {
      exchange.noteFault(peer, 'push', `refused ${countOf(message.count, 'change')}`);
      // There is no use in sending a body again that was refused; whoever is overloaded may take it later.
      return response.status === REFUSED ? { graves: [], unknown: ids } : null;
    }
    exchange.note(peer, 'push', `sent ${countOf(message.count, 'change')}`, durationMs);
    const said = decodePushAnswer(response.body);
    this.#parts.onAnswer(said, peer);
    listener.onSeen(peer);
    return said;
  }

  #begin({ rowId }: Peer): void {
    this.#delivering.set(rowId, (this.#delivering.get(rowId) ?? 0) + 1);
  }

  #end({ rowId }: Peer): void {
    const left = (this.#delivering.get(rowId) ?? 1) - 1;
    if (left === 0) this.#delivering.delete(rowId);
    else this.#delivering.set(rowId, left);
  }
}

const hedgeMs = ({ rttMs }: Peer, { body }: Message): number =>
  Math.max(MIN_HEDGE_MS, HEDGE_ROUND_TRIPS * (rttMs ?? 0)) + body.length / SLOW_BYTES_PER_MS;
