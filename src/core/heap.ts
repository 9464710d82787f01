/** A binary heap: the least item first, in O(log n) a change. */
export class Heap<T> {
  #items: T[];
  readonly #isBefore: (a: T, b: T) => boolean;

  /** `sorted` must be in order already. */
  constructor(isBefore: (a: T, b: T) => boolean, sorted: T[] = []) {
    this.#isBefore = isBefore;
    this.#items = sorted;
  }

  get size(): number {
    return this.#items.length;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  items(): readonly T[] {
    return this.#items;
  }

  push(item: T): void {
    let hole = this.#items.length;
    this.#items.push(item);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = this.#items[parent];
      if (above === undefined || !this.#isBefore(item, above)) break;
      this.#items[hole] = above;
      hole = parent;
    }
    this.#items[hole] = item;
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return first;
    let hole = 0;
    for (let child = this.#lesserChild(hole); child !== null; child = this.#lesserChild(hole)) {
      if (!this.#isBefore(child.item, last)) break;
      this.#items[hole] = child.item;
      hole = child.at;
    }
    this.#items[hole] = last;
    return first;
  }

  #lesserChild(parent: number): { at: number; item: T } | null {
    const at = 2 * parent + 1;
    const left = this.#items[at];
    const right = this.#items[at + 1];
    if (left === undefined) return null;
    return right !== undefined && this.#isBefore(right, left) ? { at: at + 1, item: right } : { at, item: left };
  }
}
