import type { EntryHash, EntryView } from '../../shared/model.ts';

/** Stands where the hash of an erased value was: with the hash one could still test guesses of the value. */
export const ERASED_HASH = '0'.repeat(32) as EntryHash;
/** Stands where the erased value was. */
export const ERASED_TEXT = '""';

/** True for an entry of the history whose value was taken out: it cannot be shown or restored. */
export const isErased = (entry: Pick<EntryView, 'hash'>): boolean => entry.hash === ERASED_HASH;

/** The entry without its value. Tombstones have none. */
export const withoutValue = (entry: EntryView): EntryView =>
  entry.deleted ? entry : { ...entry, text: ERASED_TEXT, hash: ERASED_HASH };
