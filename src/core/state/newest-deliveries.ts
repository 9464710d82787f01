import type { Delivery } from '../../shared/model.ts';

/** Most changesets of which a delivery waits to be stored (LM1). */
const MAX_WAITING = 10_000;

/** Deliveries that wait to be stored (PB6): the newest of each changeset, those that were told of last when there are too many. */
export class NewestDeliveries implements Iterable<[seq: number, delivery: Delivery]> {
  readonly #bySeq = new Map<number, Delivery>();

  get isEmpty(): boolean {
    return this.#bySeq.size === 0;
  }

  set(seq: number, delivery: Delivery): void {
    this.#bySeq.delete(seq);
    this.#bySeq.set(seq, delivery);
    if (this.#bySeq.size <= MAX_WAITING) return;
    for (const oldest of this.#bySeq.keys()) {
      this.#bySeq.delete(oldest);
      return;
    }
  }

  [Symbol.iterator](): IterableIterator<[seq: number, delivery: Delivery]> {
    return this.#bySeq.entries();
  }

  takeAll(): [seq: number, delivery: Delivery][] {
    const all = [...this.#bySeq];
    this.clear();
    return all;
  }

  clear(): void {
    this.#bySeq.clear();
  }
}
