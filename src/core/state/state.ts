import type { C19Version, Change, Digest, EntryView, Key, LostEntry } from '../../shared/model.ts';
import type { SentGrave } from '../../shared/grave.ts';
import type { Clock, Grave } from '../ports.ts';
import { ChangeLog } from './change-log.ts';
import { compareRank, expiresAt, lossReason } from './entry.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { Graves } from './graves.ts';
import { HeldEntries } from './held-entries.ts';
import type { HashOrder } from './key-index.ts';
import { MAX_FUTURE_MS, MERGE_OVERFLOW } from './limits.ts';
import { Room, type Capacity } from './room.ts';
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
  /**
   * For what this machine has acknowledged (CH1): it is taken even from the future or beyond the capacity, and what is held from a future
   * that nobody else accepts gives way to it (ST4).
   */
  trusted: boolean;
}

/**
 * The shared state in memory: one entry per key, the better-ranking one (ST5), with everything that is kept up to date beside it:
 * digest, C19 version, change log, expiry. Synchronous; what calls it decides about durability.
 */
export class State {
  readonly #clock: Clock;
  readonly #settings: Capacity;
  readonly #held: HeldEntries;
  readonly #graves = new Graves();
  #log = new ChangeLog();
  readonly #expiry: ExpiryQueue;

  constructor(components: { clock: Clock; xxh64: Xxh64 }, settings: Capacity) {
    this.#clock = components.clock;
    this.#held = new HeldEntries(components.xxh64);
    this.#settings = settings;
    this.#expiry = new ExpiryQueue((key, hash) => this.#held.get(key)?.hash === hash);
    this.#log.record([], this.digest, this.c19Version);
  }

  /** Entries and tombstones held. */
  get size(): number {
    return this.#held.size;
  }

  /** Live values held. */
  get liveCount(): number {
    return this.#held.liveCount;
  }

  get valueBytes(): number {
    return this.#held.valueBytes;
  }

  get digest(): Digest {
    return this.#held.digest;
  }

  /** Of nothing the empty string (VD3). */
  get c19Version(): C19Version {
    return this.#held.c19Version;
  }

  /** When the next entry expires, by this node's clock; infinite when none does. */
  get nextExpiryAt(): number {
    return this.#expiry.nextAt;
  }

  /** Keys in the order of their hashes, with the digests that reconciling compares (RE1). */
  get index(): HashOrder {
    return this.#held.index;
  }

  get(key: Key): EntryView | null {
    return this.#held.get(key);
  }

  /** What is remembered of an expired entry (ST9). */
  grave(key: Key): Grave | null {
    return this.#graves.get(key);
  }

  /** The highest stamp held for the key, entry or grave, of those up to `latest`; -1 when there is none (ST4). */
  highestTs(key: Key, latest: number): number {
    const entryTs = this.#held.get(key)?.ts ?? -1;
    const graveTs = this.#graves.get(key)?.ts ?? -1;
    return Math.max(entryTs <= latest ? entryTs : -1, graveTs <= latest ? graveTs : -1);
  }

  /** Live keys that hold the filter, in order. */
  matching(filter: string): readonly Key[] {
    return this.#held.matching(filter);
  }

  /** Entries in key-hash order behind a cursor (PS5). */
  after(cursor: string): Generator<{ entry: EntryView; cursor: string }> {
    return this.#held.after(cursor);
  }

  all(): IterableIterator<EntryView> {
    return this.#held.all();
  }

  /** The keys changed since the state had this digest; null when that is not remembered. */
  changedSince(digest: Digest): Set<Key> | null {
    return this.#log.since(digest);
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
      this.#held.remove(before);
      step.changes.push({ key: grave.key, before, after: null });
    }
    this.#logChanges(step.changes);
    return step;
  }

  /** Takes entries out without graves, so that they can come back: those that are kept elsewhere (ST10). */
  takeOut(keys: Iterable<Key>): Step {
    const step: Step = { changes: [], buried: [], unburied: [] };
    for (const key of keys) {
      const before = this.get(key);
      if (before === null) continue;
      this.#held.remove(before);
      step.changes.push({ key, before, after: null });
    }
    this.#logChanges(step.changes);
    return step;
  }

  /** Takes out what has expired by now and leaves graves (ST8, ST9). */
  expireDue(): Step {
    const now = this.#clock.now();
    const step: Step = { changes: [], buried: [], unburied: [] };
    for (let key = this.#expiry.takeDue(now); key !== null; key = this.#expiry.takeDue(now)) {
      const before = this.#held.get(key);
      if (before === null) continue;
      this.#held.remove(before);
      this.#bury(before, now, step);
      step.changes.push({ key, before, after: null });
    }
    this.#logChanges(step.changes);
    return step;
  }

  #mergeOne(entry: EntryView, now: number, { trusted }: MergeOptions, merged: Merged): void {
    const before = this.#held.get(entry.key);
    const takesPlace = (held: { ts: number } | null): boolean =>
      trusted && held !== null && held.ts > now + MAX_FUTURE_MS && entry.ts <= now + MAX_FUTURE_MS;
    if (before !== null && !takesPlace(before)) {
      const order = compareRank(entry, before);
      if (order < 0 && entry.text !== before.text) {
        merged.lost.push({ entry, winner: before, reason: lossReason(entry, before) });
      }
      if (order <= 0) return;
    }
    const grave = this.#graves.get(entry.key);
    if (grave !== null && !takesPlace(grave) && compareRank(entry, grave) < 0) {
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
    this.#held.remove(before);
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
    const room = new Room(this.#held.size, this.#held.valueBytes);
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
    this.#held.put(entry, before);
    this.#expiry.add(entry, this.#held.size);
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
    return [...keys].map((key) => this.#held.get(key)).filter((entry) => entry !== null);
  }
}
