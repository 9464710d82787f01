import type { Scheduler } from './ports.ts';

/** Lets everything else have its turn: long work is done in slices with pauses between (LM2). */
export type Pause = () => Promise<void>;

/** About the most entries that one slice hashes or merges. */
export const SLICE_ENTRIES = 500;

export const createPause =
  (scheduler: Scheduler): Pause =>
  () =>
    new Promise((resolve) => void scheduler.after(0, resolve));

/** The items in arrays of at most `size`, never an empty one. */
export function* slices<T>(items: Iterable<T>, size = SLICE_ENTRIES): Generator<T[]> {
  let slice: T[] = [];
  for (const item of items) {
    slice.push(item);
    if (slice.length < size) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
