import { beforeEach, expect, it } from 'vitest';
import type { HistoryList } from '../../../shared/ipc.ts';
import type { ChangesetSummary, Delivery } from '../../../shared/model.ts';
import { History } from './history.ts';
import { manualTimers, type ManualTimers } from './testing/manual-timers.ts';
import { aChangeset } from './testing/samples.ts';

const by = (seen: number): Delivery => ({ seen, of: 12, ms: 24 });

let timers: ManualTimers;
let history: History;
/** Answers under way, each given by hand: what the node has kept by then may change before it arrives. */
let asked: ((page: HistoryList) => void)[];

const seen = (): (number | undefined)[] => history.store.getState().rows.map(({ delivery }) => delivery?.seen);

async function answer(changesets: ChangesetSummary[], more = false): Promise<void> {
  asked.shift()?.({ changesets, more });
  await timers.settle();
}

async function look(): Promise<void> {
  history.refresh();
  timers.advance(100);
  await timers.settle();
}

beforeEach(async () => {
  timers = manualTimers();
  asked = [];
  history = new History({ bridge: { listHistory: () => new Promise((resolve) => asked.push(resolve)) }, timers });
  await look();
});

it('[PB6] a delivery changes its changeset where it stands, also under a reader', async () => {
  await answer([aChangeset(2, ['a']), aChangeset(1, ['a'], { delivery: by(1) })]);
  history.setFollowing(false);
  history.delivered(new Map([[1, by(12)]]));
  expect(seen()).toEqual([undefined, 12]);
  expect(history.store.getState().fresh).toBe(0);
});

it('[PB6] news of changesets that are not shown changes nothing', async () => {
  await answer([aChangeset(1, ['a'])]);
  const before = history.store.getState();
  history.delivered(new Map([[7, by(12)]]));
  expect(history.store.getState()).toBe(before);
});

it('[PB6] what is told while the first answer is on its way is not lost', async () => {
  history.changed([aChangeset(3, ['a'])]);
  history.delivered(
    new Map([
      [1, by(2)],
      [3, by(5)],
    ]),
  );
  history.delivered(new Map([[1, by(12)]]));
  await answer([aChangeset(2, ['a']), aChangeset(1, ['a'], { delivery: by(1) })]);
  expect(seen()).toEqual([5, undefined, 12]);
});

it('[PB6] nor while older ones are', async () => {
  await answer([aChangeset(9, ['a'])], true);
  const older = history.loadMore();
  history.delivered(new Map([[1, by(12)]]));
  await answer([aChangeset(1, ['a'], { delivery: by(3) })]);
  await older;
  expect(seen()).toEqual([undefined, 12]);
});

it('[PB6] after missed events the rows that are shown learn it from the node, under a reader too', async () => {
  await answer([aChangeset(1, ['a'], { delivery: by(3) })]);
  history.setFollowing(false);
  await look();
  await answer([aChangeset(2, ['a'], { delivery: by(1) }), aChangeset(1, ['a'], { delivery: by(12) })]);
  expect(seen()).toEqual([12]);
  history.setFollowing(true);
  await look();
  await answer([aChangeset(2, ['a'], { delivery: by(4) }), aChangeset(1, ['a'], { delivery: by(12) })]);
  expect(seen()).toEqual([4, 12]);
});
