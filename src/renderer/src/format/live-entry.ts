import type { EntryView } from '../../../shared/model.ts';

/** The entry if it holds a value: null for a tombstone, as for nothing. */
export function liveOf(entry: EntryView | null): EntryView | null {
  return entry?.deleted === false ? entry : null;
}
