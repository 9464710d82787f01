import type { EntryView } from '../../shared/model.ts';
import { utf8Length } from './utf8.ts';

/** What a node holds at most (ST2). */
export interface Capacity {
  maxEntries: number;
  maxValueBytes: number;
}

/** Reckons how full a state would be with some entries more. */
export class Room {
  #entries: number;
  #bytes: number;

  constructor(entries: number, valueBytes: number) {
    this.#entries = entries;
    this.#bytes = valueBytes;
  }

  /** Whether entries fit whatever they replace: a text has at most three bytes for each of its UTF-16 units. */
  surelyAdmits(entries: Iterable<EntryView>, { maxEntries, maxValueBytes }: Capacity): boolean {
    let count = this.#entries;
    let bytes = this.#bytes;
    for (const { text } of entries) {
      count += 1;
      bytes += 3 * text.length;
    }
    return count <= maxEntries && bytes <= maxValueBytes;
  }

  /**
   * Adds an entry to the reckoning; `before` is what it replaces. False when it makes the state larger in a way that the capacity
   * does not allow: what makes it smaller or leaves it as it is always fits.
   */
  admits(entry: EntryView, before: EntryView | null, capacity: Capacity, factor: number): boolean {
    const growth = utf8Length(entry.text) - (before === null ? 0 : utf8Length(before.text));
    this.#entries += before === null ? 1 : 0;
    this.#bytes += growth;
    const isKnown = before !== null || this.#entries <= capacity.maxEntries * factor;
    return entry.deleted || (isKnown && (growth <= 0 || this.#bytes <= capacity.maxValueBytes * factor));
  }
}
