import { beforeEach, describe, expect, it } from 'vitest';
import type { EntryDetail, RequestOf, Responses } from '../../../shared/ipc.ts';
import type { ChangesetSummary, Key } from '../../../shared/model.ts';
import { Detail } from './detail.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { aChangeset, anEntry } from './testing/samples.ts';

let timers: ManualTimers;
let detail: Detail;
let asked: string[];
let held: Map<string, EntryDetail>;
let kept: ChangesetSummary[];
let listed: RequestOf<'listHistory'>[];
let lastText: string;

beforeEach(() => {
  timers = manualTimers();
  asked = [];
  held = new Map(['a', 'b'].map((key) => [key, { entry: anEntry(key), changedBy: null }]));
  const getEntry = ({ key }: { key: string }): Promise<EntryDetail | null> => {
    asked.push(key);
    return Promise.resolve(held.get(key) ?? null);
  };
  kept = [];
  listed = [];
  lastText = '1';
  const listHistory = (request: RequestOf<'listHistory'>): Promise<Responses['listHistory']> => {
    listed.push(request);
    const touching = kept.filter(({ keys }) => keys.some(({ key }) => key === request.key)).toReversed();
    return Promise.resolve({ changesets: touching.slice(0, request.limit), more: touching.length > request.limit });
  };
  const getChanges = (): Promise<Responses['getChanges']> =>
    Promise.resolve({
      changes: [{ key: 'a' as Key, before: anEntry('a', { text: lastText }), after: null }],
      total: 1,
    });
  detail = new Detail({ bridge: { getEntry, listHistory, getChanges }, timers });
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

  it('[UI] carries its own history: the newest changes of its key, kept current', async () => {
    kept = Array.from({ length: 9 }, (_, n) => aChangeset(n + 1, [n % 2 === 0 ? 'a' : 'b']));
    detail.open('a' as Key);
    await pass();
    expect(detail.store.getState().recent?.map(({ seq }) => seq)).toEqual([9, 7, 5, 3, 1]);
    expect(listed[0]).toMatchObject({ key: 'a', limit: 5, before: null, text: '' });
    kept.push(aChangeset(10, ['a']));
    detail.changed([aChangeset(10, ['a'])]);
    await pass();
    expect(detail.store.getState().recent?.map(({ seq }) => seq)).toEqual([10, 9, 7, 5, 3]);
  });

  it('[CH4] an entry that is gone comes with its last value, until something new happens to it', async () => {
    held.delete('a');
    kept = [aChangeset(1, ['a'])];
    detail.open('a' as Key);
    await pass();
    expect(detail.store.getState().lastValue?.text).toBe('1');
    lastText = '2';
    detail.refresh();
    await pass();
    expect(detail.store.getState().lastValue?.text).toBe('1');
    kept.push(aChangeset(2, ['a']));
    detail.refresh();
    await pass();
    expect(detail.store.getState().lastValue?.text).toBe('2');
    held.set('a', { entry: anEntry('a'), changedBy: null });
    kept.push(aChangeset(3, ['a']));
    detail.refresh();
    await pass();
    expect(detail.store.getState()).toMatchObject({ lastValue: null, detail: { entry: { key: 'a' } } });
  });
});
