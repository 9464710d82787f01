import type { EntryHash, Key } from '../../shared/model.ts';
import { keyHash } from './hash.ts';

/** A leaf is all keys whose hash begins with the same three digits. */
export const LEAF_DEPTH = 3;
export const LEAVES = 16 ** LEAF_DEPTH;
/** Of a leaf's digest its first 8 bytes are kept, as two words of 32 bits: no more is ever compared (RE1). */
export const LEAF_WORDS = 2;
/** Leaves whose hashes are kept from the last time they were asked for: at a million entries some 250 keys each. */
const MAX_HASHED_LEAVES = 16;

export interface Slot {
  /** 64 lower-case hex digits. */
  hash: string;
  key: Key;
}

interface Bucket {
  keys: Key[];
  isSorted: boolean;
}

/** What may be read of a {@link KeyIndex}. */
export interface HashOrder {
  /** Keys hashed so far, since they are not kept: what reading has cost. */
  readonly hashedKeys: number;
  /** Keys of a leaf. */
  leafSize(leaf: number): number;
  /** A word of the XOR of the entry hashes of a leaf; of {@link LEAF_WORDS}. */
  leafWord(leaf: number, word: number): number;
  /** The keys of a leaf in the order of their hashes. */
  slots(leaf: number): readonly Slot[];
}

/**
 * Keys in the order of their SHA-256, in which full states are paged (PS5): the same order on every node. Only the keys are held, in
 * leaves by the beginning of their hash: it is cheaper to hash a leaf's few keys anew for the rare page than to hold as many
 * bytes of hashes as of entries. Each leaf has the digest of its entries, from which reconciling finds out where two states differ (RE1).
 */
export class KeyIndex implements HashOrder {
  readonly #buckets = new Map<number, Bucket>();
  readonly #digests = new Uint32Array(LEAVES * LEAF_WORDS);
  readonly #hashed = new Map<number, readonly Slot[]>();
  #hashedKeys = 0;

  get hashedKeys(): number {
    return this.#hashedKeys;
  }

  /** Adds a key that is not in the index. */
  add(key: Key, hash: EntryHash): void {
    const leaf = leafOf(keyHash(key));
    this.#toggle(leaf, hash);
    this.#hashed.delete(leaf);
    const bucket = this.#buckets.get(leaf);
    if (bucket === undefined) {
      this.#buckets.set(leaf, { keys: [key], isSorted: true });
      return;
    }
    bucket.keys.push(key);
    bucket.isSorted = false;
  }

  /** The entry of a key that is in the index is another one now. */
  replace(key: Key, before: EntryHash, after: EntryHash): void {
    const leaf = leafOf(keyHash(key));
    this.#toggle(leaf, before);
    this.#toggle(leaf, after);
  }

  /** Takes out a key that is in the index. */
  remove(key: Key, hash: EntryHash): void {
    const leaf = leafOf(keyHash(key));
    const bucket = this.#buckets.get(leaf);
    const at = bucket?.keys.indexOf(key) ?? -1;
    if (bucket === undefined || at < 0) return;
    this.#toggle(leaf, hash);
    this.#hashed.delete(leaf);
    bucket.keys.splice(at, 1);
    if (bucket.keys.length === 0) this.#buckets.delete(leaf);
  }

  leafSize(leaf: number): number {
    return this.#buckets.get(leaf)?.keys.length ?? 0;
  }

  leafWord(leaf: number, word: number): number {
    return this.#digests[leaf * LEAF_WORDS + word] ?? 0;
  }

  slots(leaf: number): readonly Slot[] {
    const known = this.#hashed.get(leaf);
    if (known !== undefined) return known;
    const bucket = this.#buckets.get(leaf);
    if (bucket === undefined) return [];
    const slots = slotsOf(bucket);
    this.#hashedKeys += slots.length;
    this.#keep(leaf, slots);
    return slots;
  }

  /** Keys whose hash is larger than the cursor, in order; an empty cursor starts at the beginning. */
  *after(cursor: string): Generator<Slot> {
    for (let leaf = cursor === '' ? 0 : leafOf(cursor); leaf < LEAVES; leaf += 1) {
      for (const slot of this.slots(leaf)) if (slot.hash > cursor) yield slot;
    }
  }

  #toggle(leaf: number, hash: EntryHash): void {
    const from = leaf * LEAF_WORDS;
    for (let word = 0; word < LEAF_WORDS; word += 1) {
      const bits = parseInt(hash.slice(word * 8, word * 8 + 8), 16);
      this.#digests[from + word] = (this.#digests[from + word] ?? 0) ^ bits;
    }
  }

  /** Hashes are dropped in the order in which they came. */
  #keep(leaf: number, slots: readonly Slot[]): void {
    if (this.#hashed.size >= MAX_HASHED_LEAVES) {
      const [oldest] = this.#hashed.keys();
      if (oldest !== undefined) this.#hashed.delete(oldest);
    }
    this.#hashed.set(leaf, slots);
  }
}

/** The leaf in which a hash, or the beginning of one with {@link LEAF_DEPTH} digits or more, has its place. */
export const leafOf = (hash: string): number => parseInt(hash.slice(0, LEAF_DEPTH), 16);

function slotsOf(bucket: Bucket): Slot[] {
  const slots = bucket.keys.map((key) => ({ hash: keyHash(key), key }));
  if (bucket.isSorted) return slots;
  slots.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  bucket.keys = slots.map(({ key }) => key);
  bucket.isSorted = true;
  return slots;
}
