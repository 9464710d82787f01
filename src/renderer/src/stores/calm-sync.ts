import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SyncStatus } from '../../../shared/model.ts';
import type { Timers } from './timers.ts';

/** Shortest time away from green, so that the pill does not flicker with every change. */
const DWELL_MS = 400;

export interface CalmSync {
  readonly store: StoreApi<SyncStatus>;
  /** The node's latest status. */
  set(status: SyncStatus): void;
  stop(): void;
}

/**
 * The sync status as the pill shows it. Whatever is not `in-sync` shows at once; the way back to `in-sync` waits until
 * the pill has been away from it for a moment. So it may be green late, never early (PD7).
 */
export function createCalmSync(timers: Timers): CalmSync {
  const store = createStore<SyncStatus>(() => ({ kind: 'starting' }));
  let leftAt = -Infinity;
  let cancel: (() => void) | null = null;

  const show = (status: SyncStatus): void => {
    cancel?.();
    cancel = null;
    store.setState(status, true);
  };

  return {
    store,
    set(status) {
      const shown = store.getState().kind;
      if (status.kind !== 'in-sync') {
        if (shown === 'in-sync') leftAt = timers.now();
        show(status);
        return;
      }
      const wait = shown === 'in-sync' ? 0 : leftAt + DWELL_MS - timers.now();
      if (wait <= 0) show(status);
      else {
        cancel?.();
        cancel = timers.after(Math.min(wait, DWELL_MS), () => show(status));
      }
    },
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}
