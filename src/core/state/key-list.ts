import type { Key } from '../../shared/model.ts';

/** Up to this many new keys are put in their places one by one; more are sorted in together. */
const FEW = 32;

/** The keys of live values in order of their UTF-16 units, with the last filter's answer kept: what a window pages through. */
export class KeyList {
  #keys: Key[] = [];
  /** Added since the last look. */
  readonly #added = new Set<Key>();
  #filtered: { filter: string; keys: Key[] } | null = null;

  get size(): number {
    return this.#keys.length + this.#added.size;
  }

  /** Adds a key that is not in the list. */
  add(key: Key): void {
    this.#added.add(key);
    this.#filtered = null;
  }

  remove(key: Key): void {
    this.#filtered = null;
    if (this.#added.delete(key)) return;
    const at = this.#position(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
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
