import type { C19Version, Digest, EntryView, Key } from '../../shared/model.ts';
import { XorDigest } from './digest.ts';
import { c19EntryHash } from './hash.ts';
import { KeyIndex, type HashOrder } from './key-index.ts';
import { KeyList } from './key-list.ts';
import { utf8Length } from './utf8.ts';
import type { Xxh64 } from './xxh64.ts';

/** The entries of a state by key, and what is kept up to date beside them at each change: digest, C19 version, order, size. */
export class HeldEntries {
  readonly #xxh64: Xxh64;
  readonly #entries = new Map<Key, EntryView>();
  readonly #index = new KeyIndex();
  readonly #live = new KeyList();
  readonly #digest = new XorDigest();
  #c19 = 0n;
  #valueBytes = 0;

  constructor(xxh64: Xxh64) {
    this.#xxh64 = xxh64;
  }

  /** Entries and tombstones. */
  get size(): number {
    return this.#entries.size;
  }

  /** Live values. */
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

  /** Keys in the order of their hashes, with the digests that reconciling compares (RE1). */
  get index(): HashOrder {
    return this.#index;
  }

  get(key: Key): EntryView | null {
    return this.#entries.get(key) ?? null;
  }

  all(): IterableIterator<EntryView> {
    return this.#entries.values();
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

  /** `before` is what is held for the key now. */
  put(entry: EntryView, before: EntryView | null): void {
    if (before === null) this.#index.add(entry.key, entry.hash);
    else {
      this.#index.replace(entry.key, before.hash, entry.hash);
      this.#count(before, -1);
    }
    this.#entries.set(entry.key, entry);
    this.#count(entry, 1);
    this.#listLive(entry.key, before, entry);
  }

  remove(entry: EntryView): void {
    this.#entries.delete(entry.key);
    this.#index.remove(entry.key, entry.hash);
    this.#count(entry, -1);
    this.#listLive(entry.key, entry, null);
  }

  #listLive(key: Key, before: EntryView | null, after: EntryView | null): void {
    const was = before?.deleted === false;
    const is = after?.deleted === false;
    if (is && !was) this.#live.add(key);
    if (was && !is) this.#live.remove(key);
  }

  #count(entry: EntryView, sign: 1 | -1): void {
    this.#digest.toggle(entry.hash);
    this.#c19 ^= c19EntryHash(this.#xxh64, entry.key, entry.ts);
    this.#valueBytes += sign * utf8Length(entry.text);
  }
}
