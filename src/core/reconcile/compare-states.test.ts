import { expect, it } from 'vitest';
import { entry, NOW } from '../../../test/support/entries.ts';
import { FixedClock, newState, WIDE } from '../../../test/support/state.ts';
import type { EntryView, Key } from '../../shared/model.ts';
import type { StateDifference } from '../../shared/peer-comparison.ts';
import type { Clock } from '../ports.ts';
import type { Capacity } from '../state/room.ts';
import type { State } from '../state/state.ts';
import { Meeting } from './testing/meeting.ts';

const AGO = NOW - 60_000;
const COMMON = Array.from({ length: 500 }, (_, i) => entry(`common ${i}`, i, AGO));

interface Sides {
  ours: EntryView[];
  theirs: EntryView[];
  expiredHere?: EntryView[];
  expiredThere?: EntryView[];
  /** How far the peer's clock is ahead. */
  aheadMs?: number;
  capacity?: Capacity;
}

function stateOf(clock: Clock, entries: EntryView[], expired: EntryView[] = []): State {
  const state = newState(clock);
  state.mergeGraves(expired);
  state.merge([...COMMON, ...entries]);
  return state;
}

async function compare(sides: Sides): Promise<Map<Key, StateDifference>> {
  const [clock, theirClock] = [new FixedClock(), new FixedClock()];
  theirClock.time += sides.aheadMs ?? 0;
  const asking = stateOf(clock, sides.ours, sides.expiredHere);
  const answering = stateOf(theirClock, sides.theirs, sides.expiredThere);
  const digests = [asking.digest, answering.digest];
  const parts = { asking, answering, clock, theirClock, pause: () => Promise.resolve() };
  const { fault, found } = await new Meeting(parts, sides.capacity ?? WIDE).compare();
  expect(fault).toBeNull();
  expect([asking.digest, answering.digest]).toEqual(digests);
  return new Map(found.map((difference) => [difference.key, difference]));
}

async function onlyOne(sides: Sides): Promise<StateDifference> {
  const found = await compare(sides);
  expect(found.size).toBe(1);
  return [...found.values()][0]!;
}

it('[RE4] equal states have no differences', async () => {
  expect((await compare({ ours: [], theirs: [] })).size).toBe(0);
});

it('[RE4] each differing key comes once, with both entries', async () => {
  const ours = [entry('here', 1, AGO), entry('both', 'old', AGO - 1), entry('mine', 'new', AGO)];
  const theirs = [entry('there', 2, AGO), entry('both', 'new', AGO), entry('mine', 'old', AGO - 1)];
  const found = await compare({ ours, theirs });
  expect(Object.fromEntries(found)).toEqual({
    here: { key: 'here', ours: ours[0], theirs: null, ahead: 'ours', reason: 'missing' },
    there: { key: 'there', ours: null, theirs: theirs[0], ahead: 'theirs', reason: 'missing' },
    both: { key: 'both', ours: ours[1], theirs: theirs[1], ahead: 'theirs', reason: 'older' },
    mine: { key: 'mine', ours: ours[2], theirs: theirs[2], ahead: 'ours', reason: 'older' },
  });
});

it('[RE4] what is younger than 5 s is on its way', async () => {
  expect(await onlyOne({ ours: [entry('a', 1, NOW - 4_999)], theirs: [] })).toMatchObject({ reason: 'on-its-way' });
  expect(await onlyOne({ ours: [], theirs: [entry('a', 1, NOW - 4_999)] })).toMatchObject({ reason: 'on-its-way' });
  expect(await onlyOne({ ours: [entry('a', 1, NOW - 5_000)], theirs: [] })).toMatchObject({ reason: 'missing' });
});

it('[RE4] of two values with the same stamp one lost a tie', async () => {
  const [one, two] = [entry('a', 1, AGO), entry('a', 2, AGO)];
  const found = await onlyOne({ ours: [one], theirs: [two] });
  expect(found).toMatchObject({ reason: 'lost-tie', ahead: one.hash > two.hash ? 'ours' : 'theirs' });
});

it('[RE4] what one side deleted is told as deleted', async () => {
  const [value, tombstone] = [entry('a', 1, AGO - 1), entry('a', null, AGO)];
  expect(await onlyOne({ ours: [value], theirs: [tombstone] })).toMatchObject({ reason: 'deleted', ahead: 'theirs' });
  expect(await onlyOne({ ours: [tombstone], theirs: [value] })).toMatchObject({ reason: 'deleted', ahead: 'ours' });
});

it('[RE4] what has expired on one side is told as expired', async () => {
  const gone = entry('a', 1, AGO, 60_000 + 500);
  expect(await onlyOne({ ours: [gone], theirs: [], expiredThere: [gone] })).toMatchObject({ reason: 'expired' });
  expect(await onlyOne({ ours: [], theirs: [gone], expiredHere: [gone] })).toMatchObject({ reason: 'expired' });
});

it('[RE4] what has expired by the clock of the other side alone is told as expired too', async () => {
  const shortLived = entry('a', 1, AGO, 60_000 + 500);
  expect(await onlyOne({ ours: [shortLived], theirs: [], aheadMs: 1_000 })).toMatchObject({ reason: 'expired' });
});

it('[RE4] what lies in the future of the side that lacks it is refused for its clock', async () => {
  const ahead = entry('a', 1, NOW);
  expect(await onlyOne({ ours: [ahead], theirs: [], aheadMs: -61_000 })).toMatchObject({ reason: 'clock' });
  expect(await onlyOne({ ours: [], theirs: [entry('a', 1, NOW + 61_000)], aheadMs: 61_000 })).toMatchObject({
    reason: 'clock',
    ahead: 'theirs',
  });
});

it('[RE4] what does not fit on the other side is refused for a limit', async () => {
  const full = { ...WIDE, maxEntries: Math.floor(COMMON.length / 1.1) };
  const held = entry('a', 1, AGO);
  expect(await onlyOne({ ours: [held], theirs: [], capacity: full })).toMatchObject({ reason: 'limit', ahead: 'ours' });
  expect(await onlyOne({ ours: [], theirs: [held], capacity: full })).toMatchObject({
    reason: 'limit',
    ahead: 'theirs',
  });
  const narrow = { ...WIDE, maxValueBytes: 2_000 };
  const long = entry('a', 'x'.repeat(3_000), AGO);
  expect(await onlyOne({ ours: [long], theirs: [], capacity: narrow })).toMatchObject({ reason: 'limit' });
  expect(await onlyOne({ ours: [entry('a', null, AGO)], theirs: [], capacity: full })).toMatchObject({
    reason: 'missing',
  });
});

it('[RE4] many differences come in pages', async () => {
  const many = Array.from({ length: 2_500 }, (_, i) => entry(`more ${i}`, i, AGO));
  const found = await compare({ ours: many.slice(0, 1_200), theirs: many.slice(1_200) });
  expect(found.size).toBe(2_500);
  expect([...found.values()].filter(({ ahead }) => ahead === 'ours')).toHaveLength(1_200);
});

it('[RE4] a peer that stops answering, or answers what was not asked, ends the comparison', async () => {
  const clock = new FixedClock();
  const [asking, answering] = [stateOf(clock, [entry('a', 1, AGO)]), stateOf(clock, [])];
  const parts = { asking, answering, clock, pause: () => Promise.resolve() };
  const meeting = new Meeting(parts, WIDE);
  for (const [answer, fault] of [
    [null, 'no-answer'],
    [new TextEncoder().encode('{"standings":[]}'), 'malformed'],
    [new TextEncoder().encode('{"standings":["welcome","welcome"]}'), 'malformed'],
    [new TextEncoder().encode('{"standings":["pleased"]}'), 'malformed'],
  ] as const) {
    meeting.intercept = (path) => (path === '/-/standing' ? { answer } : null);
    expect(await meeting.compare()).toEqual({ fault, found: [] });
  }
});
