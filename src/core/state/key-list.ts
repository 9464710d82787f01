import type { Key } from '../../shared/model.ts';

/** Up to this many keys are put in or taken out one by one; more are dealt with together. */
const FEW = 32;

/** The keys of live values in order of their UTF-16 units, with the last filter's answer kept: what a window pages through. */
export class KeyList {
  #keys: Key[] = [];
  /** Added and removed since the last look: never the same key in both. */
  readonly #added = new Set<Key>();
  readonly #removed = new Set<Key>();
  #filtered: { filter: string; keys: Key[] } | null = null;

  get size(): number {
    return this.#keys.length + this.#added.size - this.#removed.size;
  }

  /** Adds a key that is not in the list. */
  add(key: Key): void {
    this.#filtered = null;
    if (!this.#removed.delete(key)) this.#added.add(key);
  }

  /** Takes out a key that is in the list. */
  remove(key: Key): void {
    this.#filtered = null;
    if (!this.#added.delete(key)) this.#removed.add(key);
  }

  /** Keys that hold `filter`, whatever its case. */
  matching(filter: string): readonly Key[] {
    this.#settle();
    if (filter === '') return this.#keys;
    const wanted = filter.toLowerCase();
    if (this.#filtered?.filter !== wanted) {
      this.#filtered = { filter: wanted, keys: this.#keys.filter((key) => key.toLowerCase().includes(wanted)) };
    }
    return this.#filtered.keys;
  }

  #settle(): void {
    this.#takeOut();
    this.#putIn();
  }

  #takeOut(): void {
    if (this.#removed.size > FEW) this.#keys = this.#keys.filter((key) => !this.#removed.has(key));
    else for (const key of this.#removed) this.#keys.splice(this.#position(key), 1);
    this.#removed.clear();
  }

  #putIn(): void {
    if (this.#added.size === 0) return;
    if (this.#added.size > FEW) this.#keys = [...this.#keys, ...this.#added].sort(byUnits);
    else for (const key of this.#added) this.#keys.splice(this.#position(key), 0, key);
    this.#added.clear();
  }

  /** Where the key stands or would stand. */
  #position(key: Key): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const byUnits = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0);
