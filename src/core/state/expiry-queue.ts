import type { EntryHash, EntryView, Key } from '../../shared/model.ts';
import { Heap } from '../heap.ts';
import { expiresAt } from './entry.ts';

interface Item {
  at: number;
  key: Key;
  hash: EntryHash;
}

const isEarlier = (a: Item, b: Item): boolean => a.at < b.at;

/**
 * Which entries expire next. Replaced entries stay in it until their time comes and are then told apart by their hash;
 * {@link add} throws them out when they are more than half of it (LM1).
 */
export class ExpiryQueue {
  #heap = new Heap(isEarlier);
  readonly #isCurrent: (key: Key, hash: EntryHash) => boolean;

  constructor(isCurrent: (key: Key, hash: EntryHash) => boolean) {
    this.#isCurrent = isCurrent;
  }

  get size(): number {
    return this.#heap.size;
  }

  /** `live` is how many entries are held at all. */
  add(entry: EntryView, live: number): void {
    if (entry.ttl === null) return;
    if (this.#heap.size > 2 * live + 64) this.#compact();
    this.#heap.push({ at: expiresAt(entry), key: entry.key, hash: entry.hash });
  }

  /** When the next entry expires; infinite when none does. */
  get nextAt(): number {
    this.#dropReplaced();
    return this.#heap.first?.at ?? Infinity;
  }

  /** Takes out the next key whose entry has expired by `now`; null when there is none. */
  takeDue(now: number): Key | null {
    return this.nextAt <= now ? (this.#heap.pop()?.key ?? null) : null;
  }

  #dropReplaced(): void {
    for (let { first } = this.#heap; first !== undefined; { first } = this.#heap) {
      if (this.#isCurrent(first.key, first.hash)) return;
      this.#heap.pop();
    }
  }

  #compact(): void {
    const current = this.#heap.items().filter((item) => this.#isCurrent(item.key, item.hash));
    this.#heap = new Heap(
      isEarlier,
      current.sort((a, b) => a.at - b.at),
    );
  }
}
