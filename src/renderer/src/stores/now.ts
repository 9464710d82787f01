import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Timers } from './timers.ts';

const TICK_MS = 1000;

export interface NowStore {
  readonly store: StoreApi<number>;
  start(): void;
  stop(): void;
}

/** The time to the second, for everything that says how long ago. */
export function createNow(timers: Timers): NowStore {
  const store = createStore<number>(() => timers.now());
  let cancel: (() => void) | null = null;
  const tick = (): void => {
    const now = timers.now();
    store.setState(now, true);
    cancel = timers.after(TICK_MS - (now % TICK_MS), tick);
  };
  return {
    store,
    start() {
      if (!cancel) tick();
    },
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}
