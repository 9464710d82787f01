import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '../../../shared/model.ts';
import { createCalmSync } from './calm-sync.ts';
import { manualTimers } from './testing/manual-timers.ts';

const IN_SYNC: SyncStatus = { kind: 'in-sync', peers: 3, unreachable: 0 };
const BEHIND: SyncStatus = { kind: 'behind', behind: 1, peers: 3, unreachable: 0 };

describe('the calm sync status', () => {
  it('[PD7] leaves in-sync at once', () => {
    const calm = createCalmSync(manualTimers());
    calm.set(IN_SYNC);
    expect(calm.store.getState()).toBe(IN_SYNC);
    calm.set(BEHIND);
    expect(calm.store.getState()).toBe(BEHIND);
  });

  it('[PD7] comes back to in-sync only after a moment, so it may be late but is never early', () => {
    const timers = manualTimers();
    const calm = createCalmSync(timers);
    calm.set(IN_SYNC);
    calm.set(BEHIND);
    timers.advance(20);
    calm.set(IN_SYNC);
    timers.advance(379);
    expect(calm.store.getState()).toBe(BEHIND);
    timers.advance(1);
    expect(calm.store.getState()).toBe(IN_SYNC);
  });

  it('[PD7] does not become in-sync when something else came while it waited', () => {
    const timers = manualTimers();
    const calm = createCalmSync(timers);
    calm.set(IN_SYNC);
    calm.set(BEHIND);
    calm.set(IN_SYNC);
    calm.set(BEHIND);
    timers.advance(10_000);
    expect(calm.store.getState()).toBe(BEHIND);
  });

  it('[UI] the first in-sync after the start shows at once', () => {
    const calm = createCalmSync(manualTimers());
    calm.set({ kind: 'checking', unsure: 1, peers: 1, unreachable: 0 });
    calm.set(IN_SYNC);
    expect(calm.store.getState()).toBe(IN_SYNC);
  });

  it('[UI] after stop nothing changes by itself', () => {
    const timers = manualTimers();
    const calm = createCalmSync(timers);
    calm.set(IN_SYNC);
    calm.set(BEHIND);
    calm.set(IN_SYNC);
    calm.stop();
    calm.stop();
    timers.advance(10_000);
    expect(calm.store.getState()).toBe(BEHIND);
  });
});
