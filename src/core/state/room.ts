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

  /** `before` is what `entry` would replace. */
  put(entry: EntryView, before: EntryView | null): void {
    this.#entries += before === null ? 1 : 0;
    this.#bytes += utf8Length(entry.text) - (before === null ? 0 : utf8Length(before.text));
  }

  isWithin(capacity: Capacity, factor: number): boolean {
    return this.#entries <= capacity.maxEntries * factor && this.#bytes <= capacity.maxValueBytes * factor;
  }
}
