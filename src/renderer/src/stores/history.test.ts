import { beforeEach, describe, expect, it } from 'vitest';
import type { HistoryList, RequestOf } from '../../../shared/ipc.ts';
import type { ChangesetSummary, Key } from '../../../shared/model.ts';
import { History } from './history.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { aChangeset } from './testing/samples.ts';

let timers: ManualTimers;
let history: History;
let kept: ChangesetSummary[];
let asked: RequestOf<'listHistory'>[];

const seqs = (): number[] => history.store.getState().rows.map(({ seq }) => seq);

function answer(request: RequestOf<'listHistory'>): Promise<HistoryList> {
  asked.push(request);
  const { before, limit, key, kind, from, text } = request;
  const all = kept
    .filter(({ seq, keys }) => (before === null || seq < before) && (key === null || keys.some((k) => k.key === key)))
    .filter(({ origin, time }) => (kind === null || origin.kind === kind) && (from === null || time >= from))
    .filter(({ keys }) => keys.some((k) => k.key.includes(text)))
    .toReversed();
  return Promise.resolve({ changesets: all.slice(0, limit), more: all.length > limit });
}

async function pass(): Promise<void> {
  await timers.settle();
  timers.advance(100);
  await timers.settle();
}

/** Happens on the node and is announced. */
function happen(...changesets: ChangesetSummary[]): void {
  kept.push(...changesets);
  history.changed(changesets);
}

async function start(count: number): Promise<void> {
  kept = Array.from({ length: count }, (_, n) => aChangeset(n + 1, [`k${n % 3}`]));
  history.refresh();
  await pass();
}

beforeEach(() => {
  timers = manualTimers();
  asked = [];
  kept = [];
  history = new History({ bridge: { listHistory: answer }, timers });
});

describe('the history', () => {
  it('[CH2] shows the newest first and goes back page by page', async () => {
    await start(250);
    expect(seqs()).toHaveLength(100);
    expect(seqs()[0]).toBe(250);
    await history.loadMore();
    await history.loadMore();
    await history.loadMore();
    expect(seqs()).toEqual(Array.from({ length: 250 }, (_, n) => 250 - n));
    expect(asked).toHaveLength(3);
  });

  it('[UI] takes in what happens while it stands at its top', async () => {
    await start(2);
    happen(aChangeset(3, ['a']), aChangeset(4, ['b']));
    expect(seqs()).toEqual([4, 3, 2, 1]);
    expect(history.store.getState().fresh).toBe(0);
  });

  it('[UI] does not move under the reader: what is new is counted and waits', async () => {
    await start(2);
    history.setFollowing(false);
    happen(aChangeset(3, ['a']));
    happen(aChangeset(4, ['b']), aChangeset(5, ['b']));
    expect(seqs()).toEqual([2, 1]);
    expect(history.store.getState().fresh).toBe(3);
    history.showFresh();
    await pass();
    expect(seqs()).toEqual([5, 4, 3, 2, 1]);
    expect(history.store.getState().fresh).toBe(0);
  });

  it('[UI] back at the top, what waited comes in by itself', async () => {
    await start(1);
    history.setFollowing(false);
    happen(aChangeset(2, ['a']));
    history.setFollowing(true);
    await pass();
    expect(seqs()).toEqual([2, 1]);
  });

  it('[UI] shows one key only, also from changesets that do not name all of theirs', async () => {
    await start(6);
    history.setKey('k0' as Key);
    await pass();
    expect(seqs()).toEqual([4, 1]);
    happen(aChangeset(7, ['other']));
    expect(seqs()).toEqual([4, 1]);
    happen(aChangeset(8, ['k0']));
    expect(seqs()).toEqual([8, 4, 1]);
    kept.push(aChangeset(9, ['k0']));
    history.changed([aChangeset(9, ['other'], { changed: 40 })]);
    await pass();
    expect(seqs()).toEqual([9, 8, 4, 1]);
    history.setKey(null);
    await pass();
    expect(seqs()).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('[UI] an event that a fetch already brought is not shown twice', async () => {
    await start(2);
    kept.push(aChangeset(3, ['a']));
    history.refresh();
    await pass();
    history.changed([aChangeset(3, ['a'])]);
    expect(seqs()).toEqual([3, 2, 1]);
  });

  it('[UI] after missed events it joins what it has, or starts over where that leaves a hole', async () => {
    await start(2);
    kept.push(aChangeset(3, ['a']));
    history.refresh();
    await pass();
    expect(seqs()).toEqual([3, 2, 1]);
    kept.push(...Array.from({ length: 300 }, (_, n) => aChangeset(n + 4, ['a'])));
    history.refresh();
    await pass();
    expect(seqs()).toEqual(Array.from({ length: 100 }, (_, n) => 303 - n));
    expect(history.store.getState().more).toBe(true);
  });

  it('[UI] after missed events while reading, it counts them and says when there are more', async () => {
    await start(2);
    history.setFollowing(false);
    kept.push(...Array.from({ length: 300 }, (_, n) => aChangeset(n + 3, ['a'])));
    history.refresh();
    await pass();
    expect(seqs()).toEqual([2, 1]);
    expect(history.store.getState()).toMatchObject({ fresh: 100, freshAtLeast: true });
  });

  it('[LM1] following the newest does not grow without end', async () => {
    await start(1);
    for (let seq = 2; seq < 5000; seq += 100) {
      happen(...Array.from({ length: 100 }, (_, n) => aChangeset(seq + n, ['a'])));
    }
    expect(seqs()).toHaveLength(2000);
    expect(history.store.getState().more).toBe(true);
  });

  it('[UI] filters combine, and what happens enters only if it passes all of them', async () => {
    await start(6);
    history.setKey('k0' as Key);
    history.narrow({ kind: 'import' });
    await pass();
    expect(seqs()).toEqual([]);
    happen(aChangeset(7, ['k0']), aChangeset(8, ['k1'], { origin: { kind: 'import' } }));
    expect(seqs()).toEqual([]);
    happen(aChangeset(9, ['k0'], { origin: { kind: 'import' } }));
    expect(seqs()).toEqual([9]);
    history.narrow({ key: null });
    await pass();
    expect(seqs()).toEqual([9, 8]);
    history.setKey(null);
    await pass();
    expect(seqs()).toHaveLength(9);
  });

  it('[UI] to show one key takes the other filters away', async () => {
    await start(6);
    history.narrow({ kind: 'import', text: 'x' });
    history.setKey('k0' as Key);
    await pass();
    expect(seqs()).toEqual([4, 1]);
    expect(asked.at(-1)).toMatchObject({ key: 'k0', kind: null, text: '', from: null, to: null, peer: null });
  });

  it('[UI] a search asks the node about what happens: no summary holds values', async () => {
    await start(6);
    history.narrow({ text: 'k0 ' });
    await pass();
    expect(seqs()).toEqual([4, 1]);
    happen(aChangeset(7, ['k1']));
    happen(aChangeset(8, ['k0']));
    await pass();
    expect(seqs()).toEqual([8, 4, 1]);
    expect(asked.at(-1)?.text).toBe('k0');
  });

  it('[UI] pages back with the same filters', async () => {
    await start(600);
    history.narrow({ text: 'k0' });
    await pass();
    await history.loadMore();
    expect(seqs()).toHaveLength(200);
    expect(asked.at(-1)).toMatchObject({ text: 'k0', before: seqs()[99] });
  });

  it('[UI] does not page back while the rows still answer other filters', async () => {
    await start(250);
    const before = asked.length;
    history.narrow({ text: 'k0' });
    await history.loadMore();
    expect(asked.slice(before).every((request) => request.before === null)).toBe(true);
  });

  it('[UI] counts what waits behind a filter once, whether announced or fetched', async () => {
    await start(3);
    history.narrow({ text: 'k' });
    await pass();
    history.setFollowing(false);
    happen(aChangeset(4, ['k1']));
    await pass();
    happen(aChangeset(5, ['k1']), aChangeset(6, ['other']));
    await pass();
    expect(history.store.getState().fresh).toBe(2);
    history.changed([aChangeset(4, ['k1'])]);
    await pass();
    expect(history.store.getState().fresh).toBe(2);
  });

  it('[UI] counts an event once that a fetch already brought to a reader', async () => {
    await start(2);
    history.setFollowing(false);
    kept.push(aChangeset(3, ['a']));
    history.refresh();
    await pass();
    history.changed([aChangeset(3, ['a'])]);
    expect(history.store.getState().fresh).toBe(1);
  });

  it('[UI] what is announced while it looks does not hide what the look brings', async () => {
    await start(2);
    kept.push(aChangeset(3, ['a']));
    history.refresh();
    happen(aChangeset(4, ['a']));
    await pass();
    expect(seqs()).toEqual([4, 3, 2, 1]);
  });

  it('[UI] a look that failed leaves no hole: the next event looks again', async () => {
    let broken = false;
    const bridge = {
      listHistory: (request: RequestOf<'listHistory'>) => (broken ? Promise.reject(new Error('x')) : answer(request)),
    };
    history = new History({ bridge, timers });
    await start(2);
    broken = true;
    kept.push(aChangeset(3, ['a']));
    history.refresh();
    await pass();
    expect(history.store.getState().failure).toContain('did not answer');
    broken = false;
    happen(aChangeset(4, ['a']));
    await pass();
    expect(seqs()).toEqual([4, 3, 2, 1]);
    expect(history.store.getState().failure).toBeNull();
  });

  it('[UI] the last hour goes on with the time, but not under a reader', async () => {
    const now = timers.now();
    kept = [aChangeset(1, ['a'], { time: now - 3_500_000 }), aChangeset(2, ['a'], { time: now })];
    history.narrow({ time: { kind: 'last-hour' } });
    await pass();
    expect(seqs()).toEqual([2, 1]);
    timers.advance(200_000);
    history.setFollowing(false);
    history.age();
    expect(seqs()).toEqual([2, 1]);
    history.setFollowing(true);
    history.age();
    expect(seqs()).toEqual([2]);
  });

  it('[UI] a failure is told in words', async () => {
    const failing = new History({ bridge: { listHistory: () => Promise.reject(new Error('x')) }, timers });
    failing.refresh();
    await pass();
    expect(failing.store.getState().failure).toContain('did not answer');
  });
});
