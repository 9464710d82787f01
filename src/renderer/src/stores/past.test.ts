import { beforeEach, describe, expect, it } from 'vitest';
import type { EntryDetail, HistoryList, PastPage, PastView, RequestOf, WriteRefusal } from '../../../shared/ipc.ts';
import type { ChangesetSummary, Key, PastRow } from '../../../shared/model.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { createAnnouncer } from './announcer.ts';
import { createNav, type Nav } from './nav.ts';
import { Past } from './past.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { aChangeset, anEntry } from './testing/samples.ts';
import { Toasts } from './toasts.ts';

type Restored = Result<{ changed: number }, WriteRefusal>;

let timers: ManualTimers;
let toasts: Toasts;
let nav: Nav;
let past: Past;
/** The seq of the past that the program holds; null when none. */
let held: number | null;
let rows: PastRow[];
/** How often the list was asked for. */
let lists: number;
let kept: ChangesetSummary[];
let now: Map<string, EntryDetail>;
let opens: RequestOf<'openPast'>[];
let restores: RequestOf<'restorePast'>[];
let opened: (moment: RequestOf<'openPast'>) => Promise<Result<PastView, string>>;
let restored: Restored;

const aRow = (key: string, then: string | null, nowText: string | null): PastRow => ({
  key: key as Key,
  then: then === null ? null : anEntry(key, { text: then }),
  erased: false,
  now: nowText === null ? null : anEntry(key, { text: nowText }),
});

const differing = (): number => rows.filter(({ then, now: today }) => then?.text !== today?.text).length;
const viewOf = (seq: number): PastView => ({ seq, time: seq * 1000, total: rows.length, differing: differing() });

function page({ seq, filter, only, offset, limit }: RequestOf<'listPast'>): PastPage | null {
  lists += 1;
  if (seq !== held) return null;
  const wanted = rows.filter(({ then, now: today }) => only === 'all' || then?.text !== today?.text);
  const matching = wanted.filter(({ key }) => key.includes(filter));
  return { view: viewOf(seq), matching: matching.length, offset, rows: matching.slice(offset, offset + limit) };
}

function history({ kind, limit }: RequestOf<'listHistory'>): HistoryList {
  const all = kept.filter(({ origin }) => kind === null || origin.kind === kind).toReversed();
  return { changesets: all.slice(0, limit), more: all.length > limit };
}

const shown = (): string[] => toasts.store.getState().toasts.map(({ tone, text }) => `${tone}: ${text}`);
const state = () => past.store.getState();

async function pass(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await timers.settle();
    timers.advance(100);
  }
  await timers.settle();
}

async function look(): Promise<void> {
  past.list.watch();
  await past.open({ seq: 12 });
  await pass();
}

beforeEach(() => {
  timers = manualTimers();
  const announcer = createAnnouncer();
  toasts = new Toasts({ timers, announcer });
  nav = createNav();
  held = null;
  lists = 0;
  rows = [aRow('a', '1', '2'), aRow('b', '1', '1'), aRow('c', '1', null)];
  kept = [aChangeset(20, ['x'])];
  now = new Map();
  opens = [];
  restores = [];
  opened = (moment) => {
    held = 'seq' in moment ? moment.seq : 15;
    return Promise.resolve(ok(viewOf(held)));
  };
  restored = ok({ changed: 2 });
  const bridge = {
    openPast: (moment: RequestOf<'openPast'>) => {
      opens.push(moment);
      return opened(moment);
    },
    listPast: (request: RequestOf<'listPast'>) => Promise.resolve(page(request)),
    closePast: () => {
      held = null;
      return Promise.resolve(null);
    },
    restorePast: (request: RequestOf<'restorePast'>) => {
      restores.push(request);
      if (restored.ok) kept.push(aChangeset(21, ['a', 'c'], { origin: { kind: 'restore' } }));
      return Promise.resolve(restored);
    },
    listHistory: (request: RequestOf<'listHistory'>) => Promise.resolve(history(request)),
    getEntry: ({ key }: { key: string }) => Promise.resolve(now.get(key) ?? null),
  };
  past = new Past({ bridge, timers, toasts, announcer, nav });
});

describe('the state as it was', () => {
  it('[CH4] is shown on the State page, with how far it is from now', async () => {
    nav.go('history');
    await look();
    expect(nav.store.getState().page).toBe('state');
    expect(state().view).toEqual({ seq: 12, time: 12_000, total: 3, differing: 2 });
    expect(past.list.store.getState().rows.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });

  it('[CH4] a moment that history does not reach is told in words, and nothing else changes', async () => {
    nav.go('history');
    opened = () => Promise.resolve(err('The history does not reach back so far.'));
    await past.open({ time: 1 });
    expect(shown()).toEqual(['error: The state as it was cannot be shown. The history does not reach back so far.']);
    expect(nav.store.getState().page).toBe('history');
    expect(state()).toMatchObject({ view: null, opening: false });
  });

  it('[CH4] of two moments asked for, the later wish counts, whichever comes first', async () => {
    const answers: ((view: Result<PastView, string>) => void)[] = [];
    opened = () => new Promise((resolve) => answers.push(resolve));
    const both = [past.open({ seq: 3 }), past.open({ seq: 4 })];
    held = 4;
    answers[1]!(ok(viewOf(4)));
    answers[0]!(ok(viewOf(3)));
    await Promise.all(both);
    expect(state().view?.seq).toBe(4);
  });

  it('[CH4] one who goes back before it has come stays where he is', async () => {
    let arrive: (view: Result<PastView, string>) => void = () => undefined;
    opened = () => new Promise((resolve) => (arrive = resolve));
    const opening = past.open({ seq: 3 });
    past.close();
    arrive(ok(viewOf(3)));
    await opening;
    expect(state()).toMatchObject({ view: null, opening: false });
  });

  it('[CH4] lists all keys or those that differ, filtered', async () => {
    await look();
    past.setOnly('different');
    await pass();
    expect(past.list.store.getState().rows.map(({ key }) => key)).toEqual(['a', 'c']);
    past.setFilter('c');
    await pass();
    expect(past.list.store.getState()).toMatchObject({
      matching: 1,
      total: 2,
      shown: { only: 'different', filter: 'c' },
    });
  });

  it('[CH4] differences are against now, also when now moves on', async () => {
    await look();
    past.list.activate(1);
    expect(state().chosen).toMatchObject({ key: 'b', now: { text: '1' } });
    rows = [aRow('a', '1', '2'), aRow('b', '1', '7'), aRow('c', '1', null)];
    past.changed([aChangeset(30, ['b'])]);
    await pass();
    expect(state().view?.differing).toBe(3);
    expect(state().chosen).toMatchObject({ key: 'b', then: { text: '1' }, now: { text: '7' } });
  });

  it('[LM2] a thousand changes a second compare the states twice a second, not a thousand times', async () => {
    await look();
    const before = lists;
    for (let n = 0; n < 1000; n += 1) {
      past.changed([aChangeset(100 + n, ['z'])]);
      timers.advance(1);
      await timers.settle();
    }
    expect(lists - before).toBeGreaterThanOrEqual(2);
    expect(lists - before).toBeLessThanOrEqual(3);
  });

  it('[CH4] the chosen key keeps up with now, also when its row has left the list', async () => {
    await look();
    past.setOnly('different');
    await pass();
    past.list.activate(1);
    rows = [aRow('a', '1', '2')];
    now.set('c', { entry: anEntry('c', { text: '1' }), changedBy: null });
    past.changed([aChangeset(30, ['c'])]);
    await pass();
    expect(state().chosen).toMatchObject({ key: 'c', then: { text: '1' }, now: { text: '1' } });
  });

  it('[CH4] a past that the program has closed leads back to now, and says so', async () => {
    await look();
    held = null;
    past.changed([aChangeset(30, ['b'])]);
    await pass();
    expect(state().view).toBeNull();
    expect(shown()).toEqual(['info: The state as it was is not open any more. This is the state as it is now.']);
  });

  it('[CH4] going back to now closes it in the program as well', async () => {
    await look();
    past.close();
    await pass();
    expect(held).toBeNull();
    expect(past.list.store.getState()).toMatchObject({ shown: null, rows: [] });
  });
});

describe('restoring all of it', () => {
  it('[CH4] is one change, leads back to now and offers to undo it', async () => {
    await look();
    await past.restoreAll();
    expect(restores).toEqual([{ seq: 12, key: null }]);
    expect(state()).toMatchObject({ view: null, restoring: false });
    expect(shown()).toEqual(['info: Restored 2 keys']);
    expect(toasts.store.getState().toasts[0]?.action?.label).toBe('Undo');
  });

  it('[CH4] says in words why nothing was restored, and stays', async () => {
    await look();
    restored = err({ kind: 'storage', reason: 'The disk is full.', current: null });
    await past.restoreAll();
    expect(shown()).toEqual(['error: Nothing was restored. The disk is full.']);
    expect(state().view?.seq).toBe(12);
  });

  it('[CH4] undo restores the state before it as one change while nothing else has changed', async () => {
    await look();
    await past.restoreAll();
    toasts.actOnNewest();
    await pass();
    expect(opens.at(-1)).toEqual({ seq: 20 });
    expect(restores.at(-1)).toEqual({ seq: 20, key: null });
    expect(shown()).toEqual(['info: Undone: 2 keys are as before']);
    expect(held).toBeNull();
  });

  it('[CH4] undo takes nothing of others back: it shows the state before instead', async () => {
    await look();
    await past.restoreAll();
    kept.push(aChangeset(22, ['z'], { origin: { kind: 'peer', id: null, name: 'anna' } }));
    toasts.actOnNewest();
    await pass();
    expect(restores).toHaveLength(1);
    expect(state().view?.seq).toBe(20);
    expect(shown()).toEqual(['info: More has changed since. This is the state before: restore what you want back.']);
  });

  it('[CH4] undo gives a past that was opened meanwhile back', async () => {
    await look();
    await past.restoreAll();
    await past.open({ seq: 5 });
    await pass();
    toasts.actOnNewest();
    await pass();
    expect(restores.at(-1)).toEqual({ seq: 20, key: null });
    expect([held, state().view?.seq]).toEqual([5, 5]);
    expect(shown()).toEqual(['info: Undone: 2 keys are as before']);
  });

  it('[CH4] without certainty which change it was, no undo is offered', async () => {
    await past.offerUndo({ kind: 'import', changed: 2 }, 'Imported: 2 added');
    kept.push(aChangeset(21, ['a'], { origin: { kind: 'import' } }));
    await past.offerUndo({ kind: 'import', changed: 2 }, 'Imported: 2 added');
    expect(toasts.store.getState().toasts.map(({ action }) => action)).toEqual([null, null]);
  });
});
