import { expect, it } from 'vitest';
import { createAnnouncer } from './announcer.ts';
import { createCalmSync } from './calm-sync.ts';
import { SETTLED_MS, speakSync } from './speak-sync.ts';
import { manualTimers } from './testing/manual-timers.ts';

it('[UI] says the sync status once it has settled, and not again while it stays the same', () => {
  const timers = manualTimers();
  const calm = createCalmSync(timers);
  const announcer = createAnnouncer();
  const said: string[] = [];
  announcer.store.subscribe(({ text }) => said.push(text));
  const hush = speakSync(calm.store, announcer, timers);
  calm.set({ kind: 'checking', unsure: 2, peers: 2, unreachable: 0 });
  timers.advance(SETTLED_MS - 1);
  calm.set({ kind: 'in-sync', peers: 2, unreachable: 1 });
  timers.advance(SETTLED_MS);
  calm.set({ kind: 'behind', behind: 1, peers: 2, unreachable: 1 });
  calm.set({ kind: 'in-sync', peers: 2, unreachable: 1 });
  timers.advance(2 * SETTLED_MS);
  expect(said).toEqual(['In sync with 2 peers · 1 unreachable']);
  hush();
  calm.set({ kind: 'alone', unreachable: 0 });
  timers.advance(SETTLED_MS);
  expect(said).toHaveLength(1);
});
