import type { SentGrave } from '../../shared/grave.ts';
import type { Key } from '../../shared/model.ts';
import type { Grave } from '../ports.ts';

const MAX_GRAVES = 1_000_000;
const GRAVE_LIFE_MS = 90 * 24 * 3600 * 1000;

/** What is remembered of expired entries, so that they stay away (ST9). Oldest first out. */
export class Graves {
  /** In burial order: Map keeps insertion order. */
  readonly #graves = new Map<Key, Grave>();

  get size(): number {
    return this.#graves.size;
  }

  get(key: Key): Grave | null {
    return this.#graves.get(key) ?? null;
  }

  /** Digs a grave, and gives back those that are too old or too many by now. */
  bury({ key, ts, deleted, hash }: SentGrave, now: number): { dug: Grave; dropped: Key[] } {
    const dug = { key, ts, deleted, hash, buriedAt: now };
    this.load(dug);
    return { dug, dropped: this.#dropOld(now) };
  }

  /** Takes over a grave that was dug before. */
  load(grave: Grave): void {
    this.#graves.delete(grave.key);
    this.#graves.set(grave.key, grave);
  }

  /** True when there was one. */
  remove(key: Key): boolean {
    return this.#graves.delete(key);
  }

  #dropOld(now: number): Key[] {
    const dropped: Key[] = [];
    for (const [key, grave] of this.#graves) {
      if (this.#graves.size <= MAX_GRAVES && now - grave.buriedAt < GRAVE_LIFE_MS) break;
      this.#graves.delete(key);
      dropped.push(key);
    }
    return dropped;
  }
}
