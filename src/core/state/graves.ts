import type { EntryView, Key } from '../../shared/model.ts';
import type { Rank } from './entry.ts';

const MAX_GRAVES = 1_000_000;
const GRAVE_LIFE_MS = 90 * 24 * 3600 * 1000;

interface Grave extends Rank {
  buriedAt: number;
}

/** What is remembered of expired entries, so that they stay away (ST9). Oldest first out. */
export class Graves {
  /** In burial order: Map keeps insertion order. */
  readonly #graves = new Map<Key, Grave>();

  get size(): number {
    return this.#graves.size;
  }

  get(key: Key): Rank | null {
    return this.#graves.get(key) ?? null;
  }

  bury(entry: EntryView, now: number): void {
    this.#graves.delete(entry.key);
    this.#graves.set(entry.key, { ts: entry.ts, deleted: entry.deleted, hash: entry.hash, buriedAt: now });
    this.#dropOld(now);
  }

  remove(key: Key): void {
    this.#graves.delete(key);
  }

  #dropOld(now: number): void {
    for (const [key, grave] of this.#graves) {
      if (this.#graves.size <= MAX_GRAVES && now - grave.buriedAt < GRAVE_LIFE_MS) return;
      this.#graves.delete(key);
    }
  }
}
