import { beforeEach, describe, expect, it } from 'vitest';
import type { EntryPage, RequestOf } from '../../../shared/ipc.ts';
import type { Key } from '../../../shared/model.ts';
import { Entries, isEmpty } from './entries.ts';
import { rowAt } from './key-window.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';

let timers: ManualTimers;
let entries: Entries;
let keys: string[];
let asked: RequestOf<'listEntries'>[];
let refuse: boolean;

const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => `k${String(n).padStart(6, '0')}`);

function answer(request: RequestOf<'listEntries'>): Promise<EntryPage> {
  asked.push(request);
  if (refuse) return Promise.reject(new Error('gone'));
  const matching = keys.filter((key) => key.includes(request.filter));
  const page = matching.slice(request.offset, request.offset + request.limit);
  return Promise.resolve({
    total: keys.length,
    matching: matching.length,
    offset: request.offset,
    entries: page.map((key) => ({ key: key as Key, ts: 1, ttl: null, sizeBytes: 1 })),
  });
}

async function pass(): Promise<void> {
  await timers.settle();
  timers.advance(100);
  await timers.settle();
}

beforeEach(() => {
  timers = manualTimers();
  keys = numbered(100_000);
  asked = [];
  refuse = false;
  entries = new Entries({ bridge: { listEntries: answer }, timers });
});

describe('the list of entries', () => {
  it('[LM1] holds a window of rows, never the whole list', async () => {
    entries.watch();
    await pass();
    entries.show(50_000, 50_020);
    await pass();
    const state = entries.store.getState();
    expect(state).toMatchObject({ matching: 100_000, total: 100_000 });
    expect(state.rows.length).toBeLessThanOrEqual(500);
    expect(rowAt(state, 50_000)?.key).toBe('k050000');
    expect(rowAt(state, 0)).toBeNull();
  });

  it('[UI] asks only when the visible rows come near the end of the window', async () => {
    entries.watch();
    await pass();
    entries.show(100, 120);
    await pass();
    expect(asked).toHaveLength(1);
    entries.show(440, 460);
    await pass();
    expect(asked.at(-1)?.offset).toBe(290);
  });

  it('[UI] is asked for again only while it is on the screen', async () => {
    const unwatch = entries.watch();
    await pass();
    unwatch();
    entries.refresh();
    await pass();
    expect(asked).toHaveLength(1);
    entries.watch();
    await pass();
    expect(asked).toHaveLength(2);
  });

  it('[UI] a thousand changes ask once at a time, not a thousand times', async () => {
    entries.watch();
    for (let n = 0; n < 1000; n += 1) entries.refresh();
    await pass();
    await pass();
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it('[UI] filters while one types, from the top', async () => {
    entries.watch();
    await pass();
    entries.show(5000, 5020);
    await pass();
    entries.setQuery('k00001');
    await pass();
    expect(asked.at(-1)).toMatchObject({ filter: 'k00001', offset: 0 });
    expect(entries.store.getState()).toMatchObject({ shown: 'k00001', matching: 10, total: 100_000 });
  });

  it('[UI] a row far away can be chosen before it is loaded', async () => {
    entries.watch();
    await pass();
    entries.activate(99_999);
    expect(entries.store.getState().selected).toBeNull();
    entries.show(99_980, 99_999);
    await pass();
    expect(entries.store.getState()).toMatchObject({ selected: 'k099999', activeIndex: 99_999 });
  });

  it('[UI] the selection stays with its key when others come before it', async () => {
    entries.watch();
    await pass();
    entries.activate(10);
    keys = ['a', 'b', ...keys];
    entries.refresh();
    await pass();
    expect(entries.store.getState()).toMatchObject({ selected: 'k000010', activeIndex: 12 });
  });

  it('[UI] when a key goes, the next one is at hand, at the end the one before', async () => {
    keys = ['a', 'b', 'c'];
    entries.watch();
    await pass();
    expect(['a', 'c', 'x'].map((key) => entries.neighbour(key as Key))).toEqual(['b', 'b', null]);
  });

  it('[UI] tells an empty state from a filter that lets nothing through', async () => {
    keys = [];
    entries.watch();
    expect(isEmpty(entries.store.getState())).toBe(false);
    await pass();
    expect(isEmpty(entries.store.getState())).toBe(true);
    entries.setQuery('x');
    await pass();
    expect(isEmpty(entries.store.getState())).toBe(false);
  });

  it('[UI] keeps what it has when a request fails, and says so in words', async () => {
    keys = ['a'];
    entries.watch();
    await pass();
    refuse = true;
    entries.refresh();
    await pass();
    expect(entries.store.getState().failure).toContain('did not answer');
    expect(entries.store.getState().rows).toHaveLength(1);
  });
});
