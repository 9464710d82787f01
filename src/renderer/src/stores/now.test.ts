import { expect, it } from 'vitest';
import { createNow } from './now.ts';
import { manualTimers } from './testing/manual-timers.ts';

it('[UI] the time moves on with every full second while it runs', () => {
  const timers = manualTimers(1_000_250);
  const now = createNow(timers);
  now.start();
  now.start();
  timers.advance(750);
  expect(now.store.getState()).toBe(1_001_000);
  timers.advance(1000);
  expect(now.store.getState()).toBe(1_002_000);
  now.stop();
  now.stop();
  timers.advance(5000);
  expect(now.store.getState()).toBe(1_002_000);
});
