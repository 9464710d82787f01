import type { EntryView, Key } from '../../shared/model.ts';
import type { StateDifference } from '../../shared/peer-comparison.ts';
import { utf8Length } from '../state/utf8.ts';

export interface GatheringLimits {
  /** Most differences. */
  limit: number;
  /** Most of keys and values of both sides; the first difference is taken whatever its size. */
  maxBytes: number;
}

/** The differences found so far, as many as people look at and a window takes in. */
export class Gathering {
  readonly #limits: GatheringLimits;
  readonly #found: StateDifference[] = [];
  #bytes = 0;
  #more = false;

  constructor(limits: GatheringLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#found.length;
  }

  /** Whether there was one that found no room. */
  get more(): boolean {
    return this.#more;
  }

  /** False when there was no room for all of them: nothing more is wanted then. */
  take(differences: readonly StateDifference[]): boolean {
    for (const difference of differences) if (!this.#add(difference)) return false;
    return true;
  }

  inKeyOrder(): StateDifference[] {
    return this.#found.toSorted((a, b) => compareKeys(a.key, b.key));
  }

  #add(difference: StateDifference): boolean {
    const { key, ours, theirs } = difference;
    this.#bytes += utf8Length(key) + valueBytes(ours) + valueBytes(theirs);
    const isFull = this.count >= this.#limits.limit || (this.count > 0 && this.#bytes > this.#limits.maxBytes);
    this.#more ||= isFull;
    if (!this.#more) this.#found.push(difference);
    return !this.#more;
  }
}

const valueBytes = (entry: EntryView | null): number => (entry === null ? 0 : utf8Length(entry.text));

const compareKeys = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0);
