import type { EntryHash, EntryView, Key } from '../../shared/model.ts';
import { LEAF_DEPTH, LEAF_WORDS, LEAVES, leafOf, type HashOrder, type Slot } from '../state/key-index.ts';
import { wireHash, type KeyHash } from './key-hash.ts';
import { childOf, FANOUT, FEW, MAX_DEPTH, type Prefix } from './prefix.ts';

/** What reconciling reads of a state. */
export interface ReconcileView {
  readonly index: HashOrder;
  get(key: Key): EntryView | null;
}

/**
 * The digests of a prefix's 16 children, two words each: the first 7 bytes of the XOR of the entry hashes below (RE1), as 4 and 3. Of nothing, zeros. 7
 * bytes keep one difference within its kilobyte (RE3) and are enough: that two different parts look equal happens once in 2^56 times, and then
 * the whole digests still differ.
 */
export type Children = Uint32Array;
export const CHILD_WORDS = LEAF_WORDS;

/** What is told of an entry without its key and value: enough to know which of two ranks higher (ST5). */
export interface Listed {
  keyHash: KeyHash;
  ts: number;
  deleted: boolean;
  hash: EntryHash;
}

/** The 16-ary trie over key hashes (RE1), read from an index that keeps the digests of one level: what is above is summed up, what is below is hashed anew. */
export class DigestTrie {
  readonly #state: () => ReconcileView;

  constructor(state: () => ReconcileView) {
    this.#state = state;
  }

  /** Keys hashed so far: what reading has cost. */
  get hashedKeys(): number {
    return this.#state().index.hashedKeys;
  }

  /** Whether the entries below are to be listed rather than summed up. */
  hasFew(prefix: Prefix): boolean {
    if (prefix.length >= MAX_DEPTH) return true;
    if (prefix.length > LEAF_DEPTH) return this.#range(prefix).length <= FEW;
    const { index } = this.#state();
    let count = 0;
    for (const leaf of leavesBelow(prefix)) {
      count += index.leafSize(leaf);
      if (count > FEW) return false;
    }
    return true;
  }

  children(prefix: Prefix): Children {
    const children: Children = new Uint32Array(FANOUT * CHILD_WORDS);
    if (prefix.length < LEAF_DEPTH) this.#sumLeaves(prefix, children);
    else this.#sumEntries(prefix, children);
    return children.map((word, at) => (at % CHILD_WORDS === 0 ? word : word >>> 8));
  }

  /** The first {@link FEW} entries below: all, where there are few. */
  listing(prefix: Prefix): Listed[] {
    const state = this.#state();
    const listing: Listed[] = [];
    for (const { hash, key } of this.below(prefix)) {
      const entry = state.get(key);
      if (entry === null) continue;
      listing.push({ keyHash: wireHash(hash), ts: entry.ts, deleted: entry.deleted, hash: entry.hash });
      if (listing.length === FEW) break;
    }
    return listing;
  }

  /** Keys below a prefix in hash order. The state may change between two of them. */
  *below(prefix: Prefix): Generator<Slot> {
    if (prefix.length > LEAF_DEPTH) yield* this.#range(prefix);
    else for (const leaf of leavesBelow(prefix)) yield* this.#state().index.slots(leaf);
  }

  /** The entry by the hash of its key; null when it is not held. */
  find(keyHash: KeyHash): EntryView | null {
    const [slot] = this.#range(keyHash);
    return slot === undefined ? null : this.#state().get(slot.key);
  }

  #sumLeaves(prefix: Prefix, children: Children): void {
    const { index } = this.#state();
    const shift = 4 * (LEAF_DEPTH - prefix.length - 1);
    for (const leaf of leavesBelow(prefix)) {
      const at = ((leaf >> shift) % FANOUT) * CHILD_WORDS;
      for (let word = 0; word < CHILD_WORDS; word += 1) {
        children[at + word] = (children[at + word] ?? 0) ^ index.leafWord(leaf, word);
      }
    }
  }

  #sumEntries(prefix: Prefix, children: Children): void {
    const state = this.#state();
    for (const { hash, key } of this.#range(prefix)) {
      const entry = state.get(key);
      if (entry === null) continue;
      const at = parseInt(hash.charAt(prefix.length), 16) * CHILD_WORDS;
      for (let word = 0; word < CHILD_WORDS; word += 1) {
        const bits = parseInt(entry.hash.slice(word * 8, word * 8 + 8), 16);
        children[at + word] = (children[at + word] ?? 0) ^ bits;
      }
    }
  }

  /** Keys below a prefix that lies within one leaf. */
  #range(prefix: Prefix): readonly Slot[] {
    const slots = this.#state().index.slots(leafOf(prefix));
    if (prefix.length === LEAF_DEPTH) return slots;
    return slots.slice(firstFrom(slots, prefix), firstFrom(slots, `${prefix}g`));
  }
}

/** Prefixes of those children whose digests are not the same. */
export function differingChildren(prefix: Prefix, ours: Children, theirs: Children): Prefix[] {
  const differing: Prefix[] = [];
  for (let digit = 0; digit < FANOUT; digit += 1) {
    const at = digit * CHILD_WORDS;
    if (ours[at] !== theirs[at] || ours[at + 1] !== theirs[at + 1]) differing.push(childOf(prefix, digit));
  }
  return differing;
}

function* leavesBelow(prefix: Prefix): Generator<number> {
  const width = LEAVES / FANOUT ** prefix.length;
  const first = prefix === '' ? 0 : parseInt(prefix, 16) * width;
  for (let leaf = first; leaf < first + width; leaf += 1) yield leaf;
}

/** Where the first slot stands whose hash is not before `bound`. */
function firstFrom(slots: readonly Slot[], bound: string): number {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slots[middle]?.hash ?? '') < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
