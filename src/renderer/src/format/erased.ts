import type { EntryView } from '../../../shared/model.ts';

const ERASED_HASH = '0'.repeat(32);

/** Whether the value was taken out of this machine's history: zeros stand where its hash was. */
export const isErased = (entry: Pick<EntryView, 'hash'>): boolean => entry.hash === ERASED_HASH;
