import type { Digest, EntryView, Key } from '../../shared/model.ts';
import type { Intent } from '../ports.ts';
import { Room, type Capacity } from './room.ts';
import type { State } from './state.ts';

/** What a local write is checked against. */
export interface WriteView {
  readonly digest: Digest;
  /** The keys changed since the state had this digest; null when that is not known any more. */
  changedSince(digest: Digest): Iterable<Key> | null;
  get(key: Key): EntryView | null;
  /** The highest stamp held for the key, of those up to `latest`; -1 when there is none. */
  highestTs(key: Key, latest: number): number;
  firstWithoutRoom(entries: EntryView[]): EntryView | null;
}

/**
 * The state with the local writes on top that wait for the disk: invisible to everybody else yet, but the next writer builds upon them, so
 * that writes share a transaction and still see each other (CH1).
 */
export class Pending implements WriteView {
  readonly #state: State;
  readonly #capacity: Capacity;
  readonly #intents = new Set<Intent>();
  readonly #entries = new Map<Key, EntryView>();

  constructor(state: State, capacity: Capacity) {
    this.#state = state;
    this.#capacity = capacity;
  }

  add(intent: Intent): void {
    this.#intents.add(intent);
    for (const entry of intent.entries) this.#entries.set(entry.key, entry);
  }

  /** The intent is visible or was refused. */
  remove(intent: Intent): void {
    this.#intents.delete(intent);
    for (const entry of intent.entries) {
      if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
    }
  }

  get digest(): Digest {
    return this.#state.digest;
  }

  changedSince(digest: Digest): Iterable<Key> | null {
    return this.#state.changedSince(digest);
  }

  get(key: Key): EntryView | null {
    return this.#entries.get(key) ?? this.#state.get(key);
  }

  highestTs(key: Key, latest: number): number {
    const pending = this.#entries.get(key)?.ts ?? -1;
    return Math.max(pending <= latest ? pending : -1, this.#state.highestTs(key, latest));
  }

  /** The first value for which there is no room beside the ones before it (ST2); null when all fit. */
  firstWithoutRoom(entries: EntryView[]): EntryView | null {
    const room = new Room(this.#state.size, this.#state.valueBytes);
    if (this.#entries.size === 0 && room.surelyAdmits(entries, this.#capacity)) return null;
    for (const [key, entry] of this.#entries) room.admits(entry, this.#state.get(key), this.#capacity, 1);
    for (const entry of entries) {
      if (!room.admits(entry, this.get(entry.key), this.#capacity, 1)) return entry;
    }
    return null;
  }
}
