import { beforeEach, describe, expect, it } from 'vitest';
import type { EntryDetail } from '../../../shared/ipc.ts';
import type { Key } from '../../../shared/model.ts';
import { Detail } from './detail.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { aChangeset, anEntry } from './testing/samples.ts';

let timers: ManualTimers;
let detail: Detail;
let asked: string[];
let held: Map<string, EntryDetail>;

beforeEach(() => {
  timers = manualTimers();
  asked = [];
  held = new Map(['a', 'b'].map((key) => [key, { entry: anEntry(key), changedBy: null }]));
  const getEntry = ({ key }: { key: string }): Promise<EntryDetail | null> => {
    asked.push(key);
    return Promise.resolve(held.get(key) ?? null);
  };
  detail = new Detail({ bridge: { getEntry }, timers });
});

async function pass(): Promise<void> {
  await timers.settle();
  timers.advance(30);
  await timers.settle();
}

describe('the selected entry', () => {
  it('[UI] key and value always belong together while the next one loads', async () => {
    detail.open('a' as Key);
    await pass();
    detail.open('b' as Key);
    expect(detail.store.getState()).toMatchObject({ wanted: 'b', key: 'a', detail: { entry: { key: 'a' } } });
    await pass();
    expect(detail.store.getState()).toMatchObject({ wanted: 'b', key: 'b', detail: { entry: { key: 'b' } } });
  });

  it('[UI] acts on the key that was chosen, not on the one still shown', async () => {
    detail.open('a' as Key);
    await pass();
    detail.open('b' as Key);
    expect((await detail.settled())?.entry.key).toBe('b');
  });

  it('[UI] follows changes of its key, and of changesets that do not name all of theirs', async () => {
    detail.open('a' as Key);
    await pass();
    detail.changed([aChangeset(1, ['b'])]);
    await pass();
    expect(asked).toEqual(['a']);
    detail.changed([aChangeset(2, ['a'])]);
    await pass();
    detail.changed([aChangeset(3, ['b'], { changed: 50 })]);
    await pass();
    expect(asked).toEqual(['a', 'a', 'a']);
  });

  it('[UI] says when the entry is gone', async () => {
    detail.open('a' as Key);
    await pass();
    held.delete('a');
    detail.refresh();
    await pass();
    expect(detail.store.getState()).toMatchObject({ key: 'a', detail: null });
    detail.open(null);
    expect(detail.store.getState()).toMatchObject({ wanted: null, key: null });
  });
});
