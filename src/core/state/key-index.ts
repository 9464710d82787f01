import type { Key } from '../../shared/model.ts';
import { keyHash } from './hash.ts';

const PREFIX_DIGITS = 3;

interface Slot {
  hash: string;
  key: Key;
}

/** Keys in the order of their SHA-256, in which full states are paged (PS5): the same order on every node. */
export class KeyIndex {
  readonly #buckets = new Map<number, Slot[]>();

  add(key: Key): void {
    const slot = { hash: keyHash(key), key };
    const number = bucketOf(slot.hash);
    const bucket = this.#buckets.get(number);
    if (bucket === undefined) this.#buckets.set(number, [slot]);
    else bucket.splice(positionOf(bucket, slot.hash), 0, slot);
  }

  remove(key: Key): void {
    const hash = keyHash(key);
    const number = bucketOf(hash);
    const bucket = this.#buckets.get(number);
    const at = bucket?.findIndex((slot) => slot.hash === hash) ?? -1;
    if (bucket === undefined || at < 0) return;
    bucket.splice(at, 1);
    if (bucket.length === 0) this.#buckets.delete(number);
  }

  /** Keys whose hash is larger than the cursor, in order; an empty cursor starts at the beginning. */
  *after(cursor: string): Generator<Slot> {
    const first = cursor === '' ? 0 : bucketOf(cursor);
    const numbers = [...this.#buckets.keys()].filter((number) => number >= first).sort((a, b) => a - b);
    for (const number of numbers) {
      const bucket = this.#buckets.get(number) ?? [];
      const from = number === first && cursor !== '' ? bucket.findIndex((slot) => slot.hash > cursor) : 0;
      if (from >= 0) yield* bucket.slice(from);
    }
  }
}

const bucketOf = (hash: string): number => parseInt(hash.slice(0, PREFIX_DIGITS), 16);

function positionOf(bucket: Slot[], hash: string): number {
  const at = bucket.findIndex((slot) => slot.hash > hash);
  return at < 0 ? bucket.length : at;
}
