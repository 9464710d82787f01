import type { Key } from '../../shared/model.ts';
import { keyHash } from './hash.ts';

const PREFIX_DIGITS = 3;

interface Slot {
  hash: string;
  key: Key;
}

interface Bucket {
  keys: Key[];
  isSorted: boolean;
}

/**
 * Keys in the order of their SHA-256, in which full states are paged (PS5): the same order on every node. Only the keys are held, in
 * buckets by the beginning of their hash: it is cheaper to hash a bucket's few keys anew for the rare page than to hold as many
 * bytes of hashes as of entries.
 */
export class KeyIndex {
  readonly #buckets = new Map<number, Bucket>();

  /** Adds a key that is not in the index. */
  add(key: Key): void {
    const number = bucketOf(keyHash(key));
    const bucket = this.#buckets.get(number);
    if (bucket === undefined) {
      this.#buckets.set(number, { keys: [key], isSorted: true });
      return;
    }
    bucket.keys.push(key);
    bucket.isSorted = false;
  }

  remove(key: Key): void {
    const number = bucketOf(keyHash(key));
    const bucket = this.#buckets.get(number);
    const at = bucket?.keys.indexOf(key) ?? -1;
    if (bucket === undefined || at < 0) return;
    bucket.keys.splice(at, 1);
    if (bucket.keys.length === 0) this.#buckets.delete(number);
  }

  /** Keys whose hash is larger than the cursor, in order; an empty cursor starts at the beginning. */
  *after(cursor: string): Generator<Slot> {
    const first = cursor === '' ? 0 : bucketOf(cursor);
    const numbers = [...this.#buckets.keys()].filter((number) => number >= first).sort((a, b) => a - b);
    for (const number of numbers) {
      const bucket = this.#buckets.get(number);
      if (bucket === undefined) continue;
      for (const slot of slotsOf(bucket)) if (slot.hash > cursor) yield slot;
    }
  }
}

const bucketOf = (hash: string): number => parseInt(hash.slice(0, PREFIX_DIGITS), 16);

function slotsOf(bucket: Bucket): Slot[] {
  const slots = bucket.keys.map((key) => ({ hash: keyHash(key), key }));
  if (bucket.isSorted) return slots;
  slots.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  bucket.keys = slots.map(({ key }) => key);
  bucket.isSorted = true;
  return slots;
}
