import type { C19Version, Change, Digest, EntryView, Key, LostEntry } from '../../shared/model.ts';
import type { SentGrave } from '../../shared/grave.ts';
import type { Clock, Grave } from '../ports.ts';
import { ChangeLog } from './change-log.ts';
import { XorDigest } from './digest.ts';
import { compareRank, expiresAt, lossReason } from './entry.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { Graves } from './graves.ts';
import { c19EntryHash } from './hash.ts';
import { KeyIndex } from './key-index.ts';
import { KeyList } from './key-list.ts';
import { MAX_FUTURE_MS, MERGE_OVERFLOW } from './limits.ts';
import { Room, type Capacity } from './room.ts';
import { utf8Length } from './utf8.ts';
import type { Xxh64 } from './xxh64.ts';

/** An entry that a merge did not take although it would have won. */
export interface Refusal {
  key: Key;
  kind: 'future' | 'full';
  /** A plain sentence. */
  reason: string;
}

/** What one step did to the state. */
export interface Step {
  changes: Change[];
  /** Graves dug and keys whose grave ended (ST9). */
  buried: Grave[];
  unburied: Key[];
}

export interface Merged extends Step {
  lost: LostEntry[];
  refused: Refusal[];
  /** The graves below which something fell: the sender does not know them (ST9). */
  graves: Grave[];
}

export interface MergeOptions {
  /** Takes whatever wins, even from the future or beyond the capacity: for what this machine has acknowledged or held already (CH1). */
  trusted: boolean;
}

/**
 * The shared state in memory: one entry per key, the better-ranking one (ST5), with everything that is kept up to date beside it:
 * digest, C19 version, change log, expiry. Synchronous; what calls it decides about durability.
 */
export class State {
  readonly #clock: Clock;
  readonly #xxh64: Xxh64;
  readonly #settings: Capacity;
  readonly #entries = new Map<Key, EntryView>();
  readonly #graves = new Graves();
  readonly #index = new KeyIndex();
  readonly #live = new KeyList();
  #log = new ChangeLog();
  readonly #digest = new XorDigest();
  readonly #expiry: ExpiryQueue;
  #c19 = 0n;
  #valueBytes = 0;

  constructor(components: { clock: Clock; xxh64: Xxh64 }, settings: Capacity) {
    this.#clock = components.clock;
    this.#xxh64 = components.xxh64;
    this.#settings = settings;
    this.#expiry = new ExpiryQueue((key, hash) => this.#entries.get(key)?.hash === hash);
    this.#log.record([], this.digest, this.c19Version);
  }

  /** Entries and tombstones held. */
  get size(): number {
    return this.#entries.size;
  }

  /** Live values held. */
  get liveCount(): number {
    return this.#live.size;
  }

  get valueBytes(): number {
    return this.#valueBytes;
  }

  get digest(): Digest {
    return this.#digest.value;
  }

  /** Of nothing the empty string (VD3). */
  get c19Version(): C19Version {
    return (this.#entries.size === 0 ? '' : this.#c19.toString()) as C19Version;
  }

  /** When the next entry expires, by this node's clock; infinite when none does. */
  get nextExpiryAt(): number {
    return this.#expiry.nextAt;
  }

  get(key: Key): EntryView | null {
    return this.#entries.get(key) ?? null;
  }

  /** The highest stamp held for the key, entry or grave; -1 when neither is held (ST4). */
  highestTs(key: Key): number {
    return Math.max(this.#entries.get(key)?.ts ?? -1, this.#graves.get(key)?.ts ?? -1);
  }

  /** Live keys that hold the filter, in order. */
  matching(filter: string): readonly Key[] {
    return this.#live.matching(filter);
  }

  /** Entries in key-hash order behind a cursor (PS5). */
  *after(cursor: string): Generator<{ entry: EntryView; cursor: string }> {
    for (const slot of this.#index.after(cursor)) {
      const entry = this.#entries.get(slot.key);
      if (entry !== undefined) yield { entry, cursor: slot.hash };
    }
  }

  all(): IterableIterator<EntryView> {
    return this.#entries.values();
  }

  /** What changed since the state had this digest; null when that is not remembered (VD4). */
  diff(digest: Digest): EntryView[] | null {
    return this.#current(this.#log.since(digest));
  }

  diffC19(version: C19Version): EntryView[] | null {
    return this.#current(this.#log.sinceC19(version));
  }

  /** Takes over what was stored, before anything else: no change, no check, and what has expired goes at the next {@link expireDue}. */
  load(entries: Iterable<EntryView>): void {
    for (const entry of entries) this.#put(entry, this.get(entry.key));
  }

  loadGraves(graves: Iterable<Grave>): void {
    for (const grave of graves) this.#graves.load(grave);
  }

  /** Ends the loading: from here on the versions are remembered (VD4). */
  loaded(): void {
    this.#log = new ChangeLog();
    this.#log.record([], this.digest, this.c19Version);
  }

  /** Takes what ranks above what is held (ST5, ST6); refuses what lies in the future (ST7) or does not fit (ST2). */
  merge(incoming: Iterable<EntryView>, options: MergeOptions = { trusted: false }): Merged {
    const now = this.#clock.now();
    const merged: Merged = { changes: [], lost: [], refused: [], graves: [], buried: [], unburied: [] };
    for (const entry of incoming) this.#mergeOne(entry, now, options, merged);
    this.#logChanges(merged.changes);
    return merged;
  }

  /** Learns what has expired elsewhere: what ranks lower here goes, and the grave is kept (ST9). */
  mergeGraves(graves: Iterable<SentGrave>): Step {
    const now = this.#clock.now();
    const step: Step = { changes: [], buried: [], unburied: [] };
    for (const grave of graves) {
      const before = this.get(grave.key);
      const known = before ?? this.#graves.get(grave.key);
      if (grave.ts > now + MAX_FUTURE_MS || (known !== null && compareRank(known, grave) >= 0)) continue;
      this.#bury(grave, now, step);
      if (before === null) continue;
      this.#remove(before);
      step.changes.push({ key: grave.key, before, after: null });
    }
    this.#logChanges(step.changes);
    return step;
  }

  /** Takes out what has expired by now and leaves graves (ST8, ST9). */
  expireDue(): Step {
    const now = this.#clock.now();
    const step: Step = { changes: [], buried: [], unburied: [] };
    for (let key = this.#expiry.takeDue(now); key !== null; key = this.#expiry.takeDue(now)) {
      const before = this.#entries.get(key);
      if (before === undefined) continue;
      this.#remove(before);
      this.#bury(before, now, step);
      step.changes.push({ key, before, after: null });
    }
    this.#logChanges(step.changes);
    return step;
  }

  #mergeOne(entry: EntryView, now: number, { trusted }: MergeOptions, merged: Merged): void {
    const before = this.#entries.get(entry.key) ?? null;
    if (before !== null) {
      const order = compareRank(entry, before);
      if (order < 0 && entry.text !== before.text) {
        merged.lost.push({ entry, winner: before, reason: lossReason(entry, before) });
      }
      if (order <= 0) return;
    }
    const grave = this.#graves.get(entry.key);
    if (grave !== null && compareRank(entry, grave) < 0) {
      merged.graves.push(grave);
      return;
    }
    if (expiresAt(entry) <= now) {
      this.#buryArrival(entry, before, now, merged);
      return;
    }
    const refusal = trusted ? null : this.#refuse(entry, now);
    if (refusal !== null) merged.refused.push(refusal);
    else this.#take(entry, before, merged);
  }

  /** An entry that has expired on the way acts as its grave (ST8). */
  #buryArrival(entry: EntryView, before: EntryView | null, now: number, merged: Merged): void {
    this.#bury(entry, now, merged);
    if (before === null) return;
    this.#remove(before);
    merged.changes.push({ key: entry.key, before, after: null });
  }

  #bury(expired: SentGrave, now: number, step: Step): void {
    const { dug, dropped } = this.#graves.bury(expired, now);
    step.buried.push(dug);
    step.unburied.push(...dropped);
  }

  #refuse(entry: EntryView, now: number): Refusal | null {
    if (entry.ts > now + MAX_FUTURE_MS) {
      const seconds = Math.round((entry.ts - now) / 1000);
      return {
        key: entry.key,
        kind: 'future',
        reason: `its time stamp lies ${seconds} s in the future of this machine`,
      };
    }
    const room = new Room(this.#entries.size, this.#valueBytes);
    if (!room.admits(entry, this.get(entry.key), this.#settings, MERGE_OVERFLOW)) {
      return { key: entry.key, kind: 'full', reason: 'this machine holds as much as its limits allow' };
    }
    return null;
  }

  #take(entry: EntryView, before: EntryView | null, merged: Merged): void {
    if (this.#graves.remove(entry.key)) merged.unburied.push(entry.key);
    this.#put(entry, before);
    merged.changes.push({ key: entry.key, before, after: entry });
  }

  #put(entry: EntryView, before: EntryView | null): void {
    if (before === null) this.#index.add(entry.key);
    else this.#uncount(before);
    this.#entries.set(entry.key, entry);
    this.#count(entry);
    this.#listLive(entry.key, before, entry);
    this.#expiry.add(entry, this.#entries.size);
  }

  #remove(entry: EntryView): void {
    this.#entries.delete(entry.key);
    this.#index.remove(entry.key);
    this.#uncount(entry);
    this.#listLive(entry.key, entry, null);
  }

  #listLive(key: Key, before: EntryView | null, after: EntryView | null): void {
    const was = before?.deleted === false;
    const is = after?.deleted === false;
    if (is && !was) this.#live.add(key);
    if (was && !is) this.#live.remove(key);
  }

  #count(entry: EntryView): void {
    this.#toggle(entry);
    this.#valueBytes += utf8Length(entry.text);
  }

  #uncount(entry: EntryView): void {
    this.#toggle(entry);
    this.#valueBytes -= utf8Length(entry.text);
  }

  #toggle(entry: EntryView): void {
    this.#digest.toggle(entry.hash);
    this.#c19 ^= c19EntryHash(this.#xxh64, entry.key, entry.ts);
  }

  #logChanges(changes: Change[]): void {
    if (changes.length === 0) return;
    this.#log.record(
      changes.map((change) => change.key),
      this.digest,
      this.c19Version,
    );
  }

  #current(keys: Set<Key> | null): EntryView[] | null {
    if (keys === null) return null;
    return [...keys].map((key) => this.#entries.get(key)).filter((entry) => entry !== undefined);
  }
}
