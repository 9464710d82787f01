import { beforeEach, expect, it } from 'vitest';
import type { CompareOutcome } from '../../../shared/ipc.ts';
import type { Digest, Key } from '../../../shared/model.ts';
import type { PeerComparison } from '../../../shared/peer-comparison.ts';
import { createAnnouncer, type Announcer } from './announcer.ts';
import { Compare } from './compare.ts';
import { anEntry } from './testing/samples.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';

const OURS = anEntry('a');
const DIFFERENT: PeerComparison = {
  differences: [{ key: OURS.key, ours: OURS, theirs: null, ahead: 'ours', reason: 'missing' }],
  more: false,
  digest: null,
  time: 5,
};
const EQUAL: PeerComparison = { differences: [], more: false, digest: '7'.repeat(32) as Digest, time: 5 };

let timers: ManualTimers;
let announcer: Announcer;
let compare: Compare;
let asked: { rowId: string; answer: (outcome: CompareOutcome) => void; lose: () => void }[];
let found: number;
let counts: number;
let cancels: number;

const state = () => compare.store.getState();
const said = () => announcer.store.getState().text;

beforeEach(() => {
  timers = manualTimers();
  announcer = createAnnouncer();
  [asked, found, counts, cancels] = [[], 0, 0, 0];
  compare = new Compare({
    bridge: {
      comparePeer: ({ rowId }) => {
        const { promise, resolve, reject } = Promise.withResolvers<CompareOutcome>();
        asked.push({ rowId, answer: resolve, lose: () => reject(new Error('lost')) });
        return promise;
      },
      countDifferences: () => {
        counts += 1;
        return Promise.resolve(found);
      },
      cancelCompare: () => {
        cancels += 1;
        return Promise.resolve(null);
      },
    },
    timers,
    announcer,
  });
});

it('[RE4] compares, says how many were found so far, and shows what differs', async () => {
  void compare.start('p1');
  expect(state()).toEqual({ kind: 'comparing', rowId: 'p1', found: 0 });
  for (found of [100, 300]) {
    timers.advance(250);
    await timers.settle();
    expect(state()).toMatchObject({ found });
  }
  asked[0]!.answer({ kind: 'done', comparison: DIFFERENT });
  await timers.settle();
  expect(state()).toEqual({ kind: 'done', rowId: 'p1', comparison: DIFFERENT, open: new Set() });
  expect(said()).toBe('Compared: 1 key differs');
  timers.advance(10_000);
  expect(counts).toBe(2);
});

it('[RE4] equal is said', async () => {
  void compare.start('p1');
  asked[0]!.answer({ kind: 'done', comparison: EQUAL });
  await timers.settle();
  expect(state()).toMatchObject({ kind: 'done', comparison: { digest: EQUAL.digest } });
  expect(said()).toBe('Compared: No key differs');
});

it('[RE4] a difference opens and closes', async () => {
  compare.toggle(OURS.key);
  void compare.start('p1');
  asked[0]!.answer({ kind: 'done', comparison: DIFFERENT });
  await timers.settle();
  compare.toggle(OURS.key);
  compare.toggle('b' as Key);
  expect(state()).toMatchObject({ open: new Set([OURS.key, 'b']) });
  compare.toggle(OURS.key);
  expect(state()).toMatchObject({ open: new Set(['b']) });
});

it('[RE4] is cancelled at once, whatever comes afterwards', async () => {
  void compare.start('p1');
  timers.advance(250);
  compare.cancel();
  expect([state(), cancels]).toEqual([{ kind: 'idle' }, 1]);
  asked[0]!.answer({ kind: 'done', comparison: DIFFERENT });
  await timers.settle();
  timers.advance(1_000);
  expect([state(), said(), counts]).toEqual([{ kind: 'idle' }, '', 1]);
  compare.cancel();
  expect(cancels).toBe(1);
});

it('[RE4] a failure is told in words, and can be tried again', async () => {
  void compare.start('p1');
  asked[0]!.answer({ kind: 'failed', reason: 'It did not answer.' });
  await timers.settle();
  expect(state()).toEqual({ kind: 'failed', rowId: 'p1', reason: 'It did not answer.' });
  expect(said()).toBe('Not compared. It did not answer.');
  void compare.start('p1');
  asked[1]!.lose();
  await timers.settle();
  expect(state()).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/did not answer/) as string });
});

it('[RE4] another drawer ends the comparison and takes its outcome away', async () => {
  compare.follow('p1');
  void compare.start('p1');
  compare.follow('p1');
  expect(state().kind).toBe('comparing');
  compare.follow('p2');
  expect([state(), cancels]).toEqual([{ kind: 'idle' }, 1]);
  void compare.start('p2');
  asked[0]!.answer({ kind: 'cancelled' });
  await timers.settle();
  expect(state()).toMatchObject({ kind: 'comparing', rowId: 'p2' });
  asked[1]!.answer({ kind: 'done', comparison: DIFFERENT });
  await timers.settle();
  compare.follow(null);
  expect([state(), cancels]).toEqual([{ kind: 'idle' }, 1]);
});

it('[RE4] what was cancelled elsewhere is not under way any more', async () => {
  void compare.start('p1');
  asked[0]!.answer({ kind: 'cancelled' });
  await timers.settle();
  expect(state()).toEqual({ kind: 'idle' });
});
