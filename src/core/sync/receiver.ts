import type { SentGrave } from '../../shared/grave.ts';
import type { Digest, Key } from '../../shared/model.ts';
import type { Peer } from '../peers/peer.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Random, Scheduler } from '../ports.ts';
import { EMPTY_DIGEST } from '../state/digest.ts';
import type { Absence } from './absence.ts';
import type { Answer, Exchange } from './exchange.ts';
import { encodeGraves } from './grave-codec.ts';
import { senderOf, type MergeIn, type MergeReport } from './merge-in.ts';
import type { Reconciler } from './reconciler.ts';
import { shuffle } from './sample.ts';
import { countOf } from './words.ts';

/** Fastest pace of comparisons (RC1). */
const MIN_INTERVAL_MS = 500;
/** Pulls under way at once, of which none may starve the others. */
const MAX_PULLS = 16;
/** How long a difference that a pull could not mend is left alone (RC2). */
const BARREN_MS = 60_000;

export interface ReceiverComponents {
  scheduler: Scheduler;
  random: Random;
  table: PeerTable;
  exchange: Exchange;
  mergeIn: MergeIn;
  reconciler: Pick<Reconciler, 'isDue' | 'run'>;
  /** News from a peer, to be told onward (RC3). */
  learn: (keys: readonly Key[], from: Peer) => void;
  absence: Pick<Absence, 'isAway' | 'meet' | 'contact'>;
  /** Resolves when more can be taken in (LM1). */
  room: () => Promise<void>;
  /** This node's digest now. */
  digest: () => Digest;
  /** Says hello, which compares digests without moving entries. */
  greet: (peer: Peer) => void;
  /** Those live peers of which it is not known that they have our state (PD7). */
  unsure: () => Peer[];
}

export interface ReceiverSettings {
  pullIntervalMs: number;
}

/** Pause between two comparisons, before the spread of +-50 % (RC1). */
export const compareIntervalMs = (pullIntervalMs: number, livePeers: number): number =>
  Math.min(
    Math.max(pullIntervalMs / Math.max(1, livePeers), MIN_INTERVAL_MS),
    Math.max(pullIntervalMs, MIN_INTERVAL_MS),
  );

/** Longest that a round over all live peers takes, the spread included (PD7). */
export const roundMs = (pullIntervalMs: number, livePeers: number): number =>
  compareIntervalMs(pullIntervalMs, livePeers) * Math.max(1, livePeers) * 1.5 + MIN_INTERVAL_MS;

/**
 * Compares with one peer after another, the one unheard for longest first, and pulls what is missing here (RC1, RC4). While some peer is not
 * known to agree, it goes at the fastest pace and asks only such peers, so that the window soon tells what is true (PD7).
 */
export class Receiver {
  readonly #parts: ReceiverComponents;
  readonly #settings: ReceiverSettings;
  /** Since when each pull is under way, by row: monotonic ms. */
  readonly #pulling = new Map<string, number>();
  /** When each peer was compared with last: monotonic ms. */
  readonly #askedAt = new WeakMap<Peer, number>();
  /** Pairs of digests whose difference a pull did not mend; forgotten with the peer. */
  readonly #barren = new WeakMap<Peer, { ours: Digest; theirs: Digest; until: number }>();
  #nextAt = Infinity;
  #cancelTick: () => void = () => undefined;
  #stopped = true;
  /** Where the transfer of a full state stands; null when none is under way (RC4). */
  #cursor: string | null = null;

  constructor(components: ReceiverComponents, settings: ReceiverSettings) {
    this.#parts = components;
    this.#settings = settings;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#scheduleTick();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTick();
  }

  /** Agreement may have changed: go on at the pace that is due now. */
  wake(): void {
    const now = this.#parts.scheduler.monotonicMs();
    // With many peers it is always at the fastest pace: who agrees need not be counted then.
    if (this.#stopped || this.#nextAt <= now + 1.5 * MIN_INTERVAL_MS) return;
    if (this.#nextAt > now + 1.5 * this.#paceMs()) this.#scheduleTick();
  }

  /** Compares with this peer at once. */
  compareNow(peer: Peer): void {
    if (!this.#stopped) void this.#compare(peer);
  }

  /** Compares with everyone at once. */
  compareAll(): void {
    for (const peer of this.#parts.table.alive()) this.compareNow(peer);
  }

  #scheduleTick(): void {
    const { scheduler, random } = this.#parts;
    const delayMs = this.#paceMs() * (0.5 + random.next());
    this.#cancelTick();
    this.#nextAt = scheduler.monotonicMs() + delayMs;
    this.#cancelTick = scheduler.after(delayMs, () => {
      const peer = this.#nextPeer();
      if (peer !== null && this.#pulling.size < MAX_PULLS) void this.#compare(peer);
      this.#scheduleTick();
    });
  }

  #paceMs(): number {
    if (this.#parts.unsure().some((peer) => !this.#isBarren(peer))) return MIN_INTERVAL_MS;
    return compareIntervalMs(this.#settings.pullIntervalMs, this.#parts.table.alive().length);
  }

  /**
   * The live peer that was neither asked nor heard for longest, so that none goes unheard for longer than a round; those that are known to agree are
   * passed over while others are not.
   */
  #nextPeer(): Peer | null {
    const unsure = this.#parts.unsure().filter((peer) => !this.#isBarren(peer));
    const wanted = unsure.length > 0 ? unsure : this.#parts.table.alive();
    let [next, nextAt] = [null as Peer | null, Infinity];
    for (const peer of wanted) {
      const at = Math.max(this.#askedAt.get(peer) ?? -Infinity, peer.report?.at ?? -Infinity);
      if (next === null || at < nextAt) [next, nextAt] = [peer, at];
    }
    return next;
  }

  async #compare(peer: Peer): Promise<void> {
    const now = this.#parts.scheduler.monotonicMs();
    this.#askedAt.set(peer, now);
    const since = this.#pulling.get(peer.rowId);
    // What was under way when the peer was cut off comes to nothing, after seconds.
    if ((since !== undefined && since >= peer.returnedAt) || this.#cursor !== null) return;
    if (this.#isBarren(peer)) {
      this.#parts.greet(peer);
      return;
    }
    this.#pulling.set(peer.rowId, now);
    await this.#pull(peer);
    if (this.#pulling.get(peer.rowId) === now) this.#pulling.delete(peer.rowId);
  }

  /** All that the peer holds, in pages (ST10). */
  async fetchAll(peer: Peer, onKeys: (keys: Key[]) => void): Promise<boolean> {
    return (await this.#pullPages(peer, '', onKeys)) === null;
  }

  async #pull(peer: Peer): Promise<void> {
    const { absence } = this.#parts;
    if (absence.isAway) return absence.meet(peer);
    const ours = this.#parts.digest();
    if (ours === EMPTY_DIGEST && this.#cursor === null && peer.report?.digest !== EMPTY_DIGEST) {
      this.#cursor = '';
      const isComplete = await this.#pullFullState(peer);
      if (isComplete) absence.contact();
      if (isComplete && this.#parts.digest() === ours && peer.report !== null)
        this.#noteBarren(peer, peer.report.digest);
      return;
    }
    const answer = await this.#get(peer, `/${ours}`);
    if (answer === null) return;
    if (answer.header.digest === ours) {
      this.#parts.exchange.note(peer, 'pull', 'compared, equal', answer.durationMs);
      absence.contact();
      return;
    }
    const isComplete = answer.response.status === 410 ? await this.#reconcile(peer) : await this.#takeAll(peer, answer);
    if (isComplete) absence.contact();
  }

  /** What the peer sent instead of an equal digest: what changed since ours (VD4), or the first page of everything. Whether all came. */
  async #takeAll(peer: Peer, answer: Answer): Promise<boolean> {
    const taken = await this.#take(peer, answer);
    const { next, digest } = answer.header;
    if (taken === null) return false;
    this.#parts.learn(taken.changedKeys, peer);
    if (next !== null) return (await this.#pullPages(peer, next)) === null;
    if (taken.changedKeys.length === 0) this.#noteBarren(peer, digest);
    return true;
  }

  /** The peer does not remember our state: the two find out what differs (RE1), when it is time (RC2). */
  async #reconcile(peer: Peer): Promise<boolean> {
    const { reconciler } = this.#parts;
    if (!reconciler.isDue(peer)) return false;
    const { isComplete, changed } = await reconciler.run(peer);
    if (isComplete && changed === 0 && peer.report !== null) this.#noteBarren(peer, peer.report.digest);
    return isComplete;
  }

  /** All pages from one peer; where it fails, the next live peer continues at the same cursor (RC4). Whether all came. */
  async #pullFullState(first: Peer): Promise<boolean> {
    const tried = new Set<Peer>();
    for (let peer: Peer | null = first; peer !== null && this.#cursor !== null; peer = this.#anyExcept(tried)) {
      tried.add(peer);
      this.#cursor = await this.#pullPages(peer, this.#cursor);
    }
    const isComplete = this.#cursor === null;
    this.#cursor = null;
    return isComplete;
  }

  #anyExcept(tried: Set<Peer>): Peer | null {
    const others = this.#parts.table.alive().filter((peer) => !tried.has(peer));
    return shuffle(others, this.#parts.random)[0] ?? null;
  }

  /** The cursor at which the peer failed; null when everything came. A page is asked for while the one before it is taken in. */
  async #pullPages(peer: Peer, from: string, onKeys?: (keys: Key[]) => void): Promise<string | null> {
    const page = (after: string): Promise<Answer | null> => this.#get(peer, `/?after=${after}`);
    let cursor = from;
    let coming = page(cursor);
    for (;;) {
      const answer = await coming;
      if (answer === null) return cursor;
      const { next } = answer.header;
      const isLast = next === null || next <= cursor;
      if (!isLast) coming = page(next);
      const taken = await this.#take(peer, answer);
      if (taken === null) return cursor;
      onKeys?.(taken.keys);
      if (isLast) return null;
      cursor = next;
    }
  }

  async #get(peer: Peer, path: string): Promise<Answer | null> {
    await this.#parts.room();
    if (this.#hasStopped()) return null;
    const answer = await this.#parts.exchange.send(peer, 'pull', { method: 'GET', path, body: NO_BODY });
    if (!answer.ok || this.#hasStopped()) return null;
    const { status } = answer.value.response;
    if (status === 200 || status === 204 || status === 410) return answer.value;
    this.#parts.exchange.noteFault(peer, 'pull', `answered with status ${status}`);
    return null;
  }

  /** A call, since the answer may change while something is awaited. */
  #hasStopped(): boolean {
    return this.#stopped;
  }

  /** Merges what came; null when it could not be read. */
  async #take(peer: Peer, { response, durationMs }: Answer): Promise<Pick<MergeReport, 'keys' | 'changedKeys'> | null> {
    if (response.status !== 200) return NOTHING_TAKEN;
    const { exchange, mergeIn } = this.#parts;
    const report = await mergeIn.take(response.body, senderOf(peer));
    if (!report.ok) {
      exchange.noteFault(peer, 'pull', `sent what cannot be read: ${report.error}`);
      return null;
    }
    const { changedKeys, graves } = report.value;
    exchange.note(peer, 'pull', `received ${countOf(changedKeys.length, 'change')}`, durationMs);
    if (graves.length > 0) void this.tellGraves(peer, graves);
    return report.value;
  }

  /** The peer holds what has expired here: it learns so, as it would from the answer to a push (ST9). */
  async tellGraves(peer: Peer, graves: SentGrave[]): Promise<void> {
    const message = { method: 'POST', path: '/-/graves', body: encodeGraves(graves) };
    const answer = await this.#parts.exchange.send(peer, 'push', message);
    if (answer.ok)
      this.#parts.exchange.note(
        peer,
        'push',
        `told of ${countOf(graves.length, 'expired key')}`,
        answer.value.durationMs,
      );
  }

  #noteBarren(peer: Peer, theirs: Digest): void {
    const ours = this.#parts.digest();
    if (ours === theirs) return;
    this.#barren.set(peer, { ours, theirs, until: this.#parts.scheduler.monotonicMs() + BARREN_MS });
  }

  /** Whether the very difference between us and the peer was tried in vain a short while ago. */
  #isBarren(peer: Peer): boolean {
    const mark = this.#barren.get(peer);
    if (mark === undefined) return false;
    const isSame = mark.ours === this.#parts.digest() && mark.theirs === peer.report?.digest;
    if (isSame && this.#parts.scheduler.monotonicMs() < mark.until) return true;
    this.#barren.delete(peer);
    return false;
  }
}

const NO_BODY = new Uint8Array(0);
const NOTHING_TAKEN = { keys: [], changedKeys: [] };
