import type { StoreApi } from 'zustand/vanilla';
import type { SyncStatus } from '../../../shared/model.ts';
import { syncSentence } from '../format/sync-words.ts';
import type { Announcer } from './announcer.ts';
import type { Timers } from './timers.ts';

/** A status is spoken once it has lasted this long. */
export const SETTLED_MS = 2000;

/** Says the sync status when it has changed and settled, so that a busy network does not talk without end. */
export function speakSync(sync: StoreApi<SyncStatus>, announcer: Announcer, timers: Timers): () => void {
  let said = syncSentence(sync.getState());
  let cancel: (() => void) | null = null;
  const unsubscribe = sync.subscribe((status) => {
    cancel?.();
    cancel = timers.after(SETTLED_MS, () => {
      const words = syncSentence(status);
      if (words !== said) announcer.say(words);
      said = words;
    });
  });
  return () => {
    cancel?.();
    unsubscribe();
  };
}
