import type { EntryView } from '../../shared/model.ts';
import { Heap } from '../heap.ts';
import { SLICE_ENTRIES, slices, type Pause } from '../pause.ts';

/** Sorting so many takes about a millisecond. */
const RUN_ENTRIES = 4 * SLICE_ENTRIES;

/** Entries in order, of which those before `at` were taken. */
interface Run {
  entries: EntryView[];
  at: number;
  next: EntryView;
}

const byKey = (a: EntryView, b: EntryView): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
const isBefore = (a: Run, b: Run): boolean => a.next.key < b.next.key;

/**
 * The entries in the order of their keys: a merge sort with pauses (LM2). Keys that are neighbours lie on the same pages of a database, and
 * what is stored in slices would else touch most of its pages with each of them.
 */
export async function inKeyOrder(entries: readonly EntryView[], pause: Pause): Promise<Iterable<EntryView>> {
  const runs = new Heap<Run>(isBefore);
  for (const run of slices(entries, RUN_ENTRIES)) {
    const [next] = run.sort(byKey);
    if (next !== undefined) runs.push({ entries: run, at: 0, next });
    await pause();
  }
  return merged(runs);
}

function* merged(runs: Heap<Run>): Generator<EntryView> {
  for (let run = runs.pop(); run !== undefined; run = runs.pop()) {
    yield run.next;
    const at = run.at + 1;
    const next = run.entries[at];
    if (next !== undefined) runs.push({ entries: run.entries, at, next });
  }
}
