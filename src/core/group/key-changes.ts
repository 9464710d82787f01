import { keyMessageSchema, type KeyMessage } from '../../shared/key-message.ts';
import type { KeyChange, KeyHanding, KeyHolder, NodeId } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { isBlocked } from '../peers/blocked.ts';
import type { Peer } from '../peers/peer.ts';
import type { GroupKeyControl } from '../node-api.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Clock, Logger, Random, Scheduler } from '../ports.ts';
import { hex, putHex } from '../reconcile/bytes.ts';
import type { Exchange } from '../sync/exchange.ts';
import { decodeJson, encodeJson } from '../sync/json-body.ts';
import {
  isSame,
  MAX_AWAITED,
  nextKey,
  withEnded,
  withKey,
  withoutOld,
  type GroupKey,
  type GroupKeys,
} from './group-keys.ts';
import { inviteCode, SECRET_BYTES, type GroupSecret } from './invite-code.ts';
import { isSuccessor, successor } from './keys.ts';
import { KEY_PATH } from './key-path.ts';
import { KeyHolders } from './key-holders.ts';
import type { Keyring } from './keyring.ts';

/** How long the key before is still taken when all machines have the new one: for what is under way. */
const SETTLE_MS = 10_000;
/** Least time between two tries to hand the key to a machine. */
const RETRY_MS = 5_000;
/** What is learned of who has the key is stored together after this time. */
const NOTE_MS = 1_000;
/** Machines that are handed the key at the same time. */
const AT_ONCE = 16;

export interface KeyChangesComponents {
  clock: Clock;
  scheduler: Scheduler;
  random: Random;
  logger: Logger;
  keyring: Keyring;
  table: Pick<PeerTable, 'all' | 'alive' | 'byId'>;
  exchange: Pick<Exchange, 'send' | 'note'>;
  /** Resolves once the keys are durable. The error is a plain sentence. */
  save: (keys: GroupKeys) => Promise<Result<void, string>>;
  /** The keys that are held, or who has them, are others now. */
  onChange: () => void;
  /** Somebody ended the keys before: the others are to hear of it. */
  onEnded: () => void;
}

/**
 * Changes the key of a private group (GR5):
 *
 *     one key ──change here, or the new key came──▶ two keys: the new one is announced, both are taken
 *        ▲                                                │
 *        └── ten seconds after all known machines have it,┘
 *            or when somebody ends the one before
 *
 * Keys are on the disk before they are used.
 */
export class KeyChanges implements GroupKeyControl {
  readonly holders: KeyHolders;
  readonly #parts: KeyChangesComponents;
  readonly #triedAt = new Map<NodeId, number>();
  /** Changes of the keys go one after another. */
  #turn: Promise<unknown> = Promise.resolve();
  #cancelNote: (() => void) | null = null;
  #cancelEnd: (() => void) | null = null;
  #stopped = false;

  constructor(components: KeyChangesComponents) {
    this.#parts = components;
    this.holders = new KeyHolders((id) => this.#heardOf(id));
  }

  /** By which machines join (GR1). */
  inviteCode(): string {
    return inviteCode(this.#parts.keyring.keys.held[0].secret);
  }

  /** Null while one key is held. */
  view(): KeyChange | null {
    const { held, change } = this.#parts.keyring.keys;
    if (change === null) return null;
    return { since: change.since, handing: held[0].handing, machines: this.#machines() };
  }

  /** Makes a new key. Its code is the group's invite code from then on. */
  async change(handing: KeyHanding): Promise<Result<void, string>> {
    const [newest] = this.#parts.keyring.keys.held;
    const secret = successor(newest.secret, this.#parts.random.bytes(SECRET_BYTES));
    const changed = await this.#take(secret, handing);
    if (changed.ok && handing === 'in-band') void this.#handToAll();
    return changed;
  }

  /** Takes over a key that was made at another machine and came by its code. */
  async enter(secret: GroupSecret): Promise<Result<void, string>> {
    const { held } = this.#parts.keyring.keys;
    if (isSame(held[0].secret, secret)) return ok(undefined);
    const isOurs = held.some((key) => isSame(key.secret, secret) || isSuccessor(key.secret, secret));
    return isOurs ? this.#take(secret, 'by-hand') : err(NOT_OURS);
  }

  /** From now on the newest key alone is taken, at the other machines too. */
  async end(): Promise<Result<void, string>> {
    const ended = await this.#update((keys) => withoutOld(keys, true));
    if (ended.ok) this.#parts.onEnded();
    return ended;
  }

  /** A peer handed a key over. False when the message is none. */
  async told(body: Uint8Array, from: Peer): Promise<boolean> {
    const message = decodeJson<KeyMessage>(body, keyMessageSchema);
    if (message === null) return false;
    const key: GroupKey = { ...message, secret: bytesOf(message.secret), handing: 'in-band' };
    const taken = await this.#update((keys) => withKey(keys, key, this.#parts.clock.now()));
    this.#parts.logger.info('group-key-came', { from: from.name, generation: key.generation, ok: taken.ok });
    return true;
  }

  /** Another machine said which generations were ended. */
  endedElsewhere(generation: number): void {
    void this.#update((keys) => withEnded(keys, generation));
  }

  /** Something is another with a peer. Costs nothing while one key is held. */
  review(peer: Peer): void {
    if (this.#parts.keyring.keys.change === null || this.#stopped) return;
    if (this.#isLacking(peer)) void this.#hand(peer);
    this.#noteLater();
  }

  /** A change that was under way when the program ended goes on. */
  start(): void {
    this.#noteLater();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelNote?.();
    this.#cancelEnd?.();
  }

  #heardOf(id: NodeId): void {
    const peer = this.#parts.table.byId(id);
    if (peer !== null) this.review(peer);
  }

  async #take(secret: GroupSecret, handing: KeyHanding): Promise<Result<void, string>> {
    const key = nextKey(this.#parts.keyring.keys, secret, handing);
    if (key === null) return err('The key of this group was changed too often: start another group.');
    return this.#update((keys) => withKey(keys, key, this.#parts.clock.now()));
  }

  #update(next: (keys: GroupKeys) => GroupKeys): Promise<Result<void, string>> {
    const turn = this.#turn.then(() => this.#updateNow(next));
    this.#turn = turn;
    return turn;
  }

  async #updateNow(next: (keys: GroupKeys) => GroupKeys): Promise<Result<void, string>> {
    const { keyring, save, logger } = this.#parts;
    const before = keyring.keys;
    const after = next(before);
    if (after === before || this.#stopped) return ok(undefined);
    const saved = await save(after);
    if (!saved.ok) {
      logger.error('group-key-not-stored', { reason: saved.error });
      return saved;
    }
    keyring.replace(after);
    if (after.held[0] !== before.held[0]) this.holders.keyChanged();
    this.#noteLater();
    this.#parts.onChange();
    return saved;
  }

  /** Of what was stored and what is known now. Who sealed with the newest key has it: a word for it is not enough. */
  #machines(): KeyHolder[] {
    const { keyring, table } = this.#parts;
    const machines = new Map(keyring.keys.change?.machines.map((one) => [one.id, one]) ?? []);
    for (const peer of table.all()) {
      if (peer.id === null || peer.agent !== null) continue;
      if (isBlocked(peer)) machines.delete(peer.id);
      else if (machines.has(peer.id) || machines.size < MAX_AWAITED) {
        const has = machines.get(peer.id)?.has === true || this.holders.lately(peer.id)?.sealed === keyring.groupId;
        machines.set(peer.id, { id: peer.id, name: peer.name, has });
      }
    }
    return [...machines.values()];
  }

  #noteLater(): void {
    if (this.#parts.keyring.keys.change === null || this.#stopped) return;
    this.#cancelNote ??= this.#parts.scheduler.after(NOTE_MS, () => {
      this.#cancelNote = null;
      void this.#update((keys) => this.#noted(keys)).then(() => this.#endWhenDone());
    });
  }

  #noted(keys: GroupKeys): GroupKeys {
    if (keys.change === null) return keys;
    const machines = this.#machines();
    const isKnown = JSON.stringify(machines) === JSON.stringify(keys.change.machines);
    return isKnown ? keys : { ...keys, change: { ...keys.change, machines } };
  }

  #isDone(): boolean {
    return this.#parts.keyring.keys.change !== null && this.#machines().every(({ has }) => has);
  }

  #endWhenDone(): void {
    if (!this.#isDone() || this.#stopped) return;
    this.#cancelEnd ??= this.#parts.scheduler.after(SETTLE_MS, () => {
      this.#cancelEnd = null;
      if (this.#isDone()) void this.#update((keys) => withoutOld(keys, false));
    });
  }

  /** It told so since the key changed. */
  #isLacking({ id }: Peer): boolean {
    const told = id === null ? null : this.holders.lately(id);
    return told !== null && this.#parts.keyring.handing.includes(told.newest);
  }

  /** Who holds a key under which the new one may be handed over. Of those who told nothing yet it is not known. */
  #mayHaveIt({ id }: Peer): boolean {
    const told = id === null ? null : this.holders.of(id);
    return told !== null && this.#parts.keyring.handing.includes(told.newest);
  }

  async #handToAll(): Promise<void> {
    const waiting = this.#parts.table.alive().filter((peer) => this.#mayHaveIt(peer));
    const work = async (): Promise<void> => {
      for (let peer = waiting.pop(); peer !== undefined; peer = waiting.pop()) await this.#hand(peer);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  async #hand(peer: Peer): Promise<void> {
    const { keyring, exchange, scheduler } = this.#parts;
    const now = scheduler.monotonicMs();
    if (peer.id === null || isBlocked(peer) || now - (this.#triedAt.get(peer.id) ?? -Infinity) < RETRY_MS) return;
    if (this.#triedAt.size >= MAX_AWAITED) this.#triedAt.clear();
    this.#triedAt.set(peer.id, now);
    const [{ secret, generation }] = keyring.keys.held;
    const message: KeyMessage = { v: 1, secret: hex(secret), generation };
    const sent = await exchange.send(peer, 'hello', { method: 'POST', path: KEY_PATH, body: encodeJson(message) });
    if (sent.ok && sent.value.response.status === 204) {
      exchange.note(peer, 'hello', 'was given the new key of the group', sent.value.durationMs);
      this.#noteLater();
    }
  }
}

const NOT_OURS =
  'This is not the code of a new key of this group, or a key between was missed. To go to another group, leave this one first.';

function bytesOf(digits: string): GroupSecret {
  const secret = new Uint8Array(SECRET_BYTES);
  putHex(secret, 0, digits);
  return secret as Uint8Array as GroupSecret;
}
