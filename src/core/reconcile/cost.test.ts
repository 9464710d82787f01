import { beforeAll, expect, it } from 'vitest';
import { entry, NOW } from '../../../test/support/entries.ts';
import { FixedClock, newState, WIDE } from '../../../test/support/state.ts';
import type { State } from '../state/state.ts';
import type { EntryView, Key } from '../../shared/model.ts';
import { keyHash } from '../state/hash.ts';
import { leafOf } from '../state/key-index.ts';
import { encodeEntries } from '../sync/entry-codec.ts';
import { Meeting } from './testing/meeting.ts';

const COUNT = 100_000;
const KIB = 1024;

let all: EntryView[] = [];
/** Both hold all of it; each test takes some away and ends with both as they were. */
let asking: State;
let answering: State;

function stateOf(entries: EntryView[] = []): State {
  const state = newState();
  state.merge(entries);
  return state;
}

beforeAll(() => {
  all = Array.from({ length: COUNT }, (_, i) =>
    entry(`desks/floor-${i % 40}/${i}`, { name: `Desk ${i}`, free: i % 3 === 0 }, NOW - 10_000 - i),
  );
  asking = stateOf(all);
  answering = stateOf(all);
}, 60_000);

/** Takes these keys from one side or the other, by turns, and reconciles. */
async function mend(keys: Key[], first: 'asking' | 'answering'): Promise<Meeting> {
  const { digest } = asking;
  keys.forEach((key, i) => ((i % 2 === 0) === (first === 'asking') ? asking : answering).takeOut([key]));
  const meeting = new Meeting({ asking, answering, clock: new FixedClock(), pause: () => Promise.resolve() }, WIDE);
  const outcome = await meeting.reconcile();
  expect(outcome.fault).toBeNull();
  expect(outcome.wanted + outcome.given).toBe(keys.length);
  expect([asking.digest, answering.digest]).toEqual([digest, digest]);
  return meeting;
}

/** So many keys, spread over all. */
const someKeys = (count: number): Key[] => all.filter((_, i) => i % (COUNT / count) === 0).map(({ key }) => key);

/** Of each size of leaf that there is, an entry in the first such leaf: a leaf of 16 makes the longest listing. */
function ofEachLeafSize(): EntryView[] {
  const found = new Map<number, EntryView>();
  for (const one of all) {
    const size = asking.index.leafSize(leafOf(keyHash(one.key)));
    if (!found.has(size)) found.set(size, one);
  }
  expect(found.has(16)).toBe(true);
  return [...found.values()];
}

it('[RE3] of equal states nothing is asked', async () => {
  expect(await mend([], 'asking')).toMatchObject({ roundTrips: 0, bytes: 0 });
});

it('[RE3] one difference among 100,000 entries costs at most 1 KB beyond the entry and 5 round trips', async () => {
  for (const { key } of ofEachLeafSize()) {
    for (const side of ['asking', 'answering'] as const) {
      const meeting = await mend([key], side);
      expect(meeting.bytes - meeting.entryBytes).toBeLessThanOrEqual(KIB);
      expect(meeting.roundTrips).toBeLessThanOrEqual(5);
    }
  }
});

it('[RE3] 100 differences among 100,000 entries cost at most 60 KB in all', async () => {
  const meeting = await mend(someKeys(100), 'asking');
  expect(meeting.bytes).toBeLessThanOrEqual(60 * KIB);
  expect(meeting.roundTrips).toBeLessThanOrEqual(6);
});

it('[RE3] 10,000 differences among 100,000 entries cost less than a quarter of the full state', async () => {
  const meeting = await mend(someKeys(10_000), 'asking');
  expect(meeting.bytes).toBeLessThan(encodeEntries(all).length / 4);
  expect(meeting.bytes - meeting.entryBytes).toBeLessThan(1.5 * KIB * KIB);
  expect(meeting.roundTrips).toBeLessThanOrEqual(40);
});
