import { expect, it } from 'vitest';
import { entry, keyOf, NOW } from '../../../test/support/entries.ts';
import { FixedClock, newState, WIDE } from '../../../test/support/state.ts';
import type { LocalWrite } from '../node-api.ts';
import { prepareWrites } from './local-write.ts';
import { Pending } from './pending.ts';
import type { Capacity } from './room.ts';
import type { State } from './state.ts';

const prepare = (state: State, writes: LocalWrite[], defaultTtlMs: number | null = null, capacity: Capacity = WIDE) =>
  prepareWrites(writes, { state: new Pending(state, capacity), now: NOW, correctionMs: 0, defaultTtlMs });

it('[ST4] stamps a write with now', () => {
  expect(prepare(newState(), [{ key: 'a', value: 1 }])).toEqual({ ok: true, value: [entry('a', 1, NOW)] });
});

it('[ST4] a writer beats what it has seen, even from a clock ahead of its own', () => {
  const state = newState();
  state.merge([entry('a', 'ahead', NOW + 50_000)]);
  expect(prepare(state, [{ key: 'a', value: 1 }])).toEqual({ ok: true, value: [entry('a', 1, NOW + 50_001)] });
});

it('[ST4] a writer beats the grave of what has expired', () => {
  const clock = new FixedClock();
  const state = newState(clock);
  clock.time = NOW + 5_000;
  state.merge([entry('a', 'short', NOW + 5_000, 1_000)]);
  clock.time = NOW + 6_000;
  state.expireDue();
  expect(prepare(state, [{ key: 'a', value: 1 }])).toEqual({ ok: true, value: [entry('a', 1, NOW + 5_001)] });
});

it('[ST3] writing null deletes, with the lifetime of a tombstone', () => {
  const state = newState();
  state.merge([entry('a', 1, NOW - 1)]);
  expect(prepare(state, [{ key: 'a', value: null, ttl: 5 }])).toEqual({ ok: true, value: [entry('a', null, NOW)] });
});

it('[ST6] deleting what is not there changes nothing', () => {
  const state = newState();
  state.merge([entry('gone', null, NOW - 1)]);
  const writes = [
    { key: 'never', value: null },
    { key: 'gone', value: null },
  ];
  expect(prepare(state, writes)).toEqual({ ok: true, value: [] });
});

it('[ST11] the default ttl applies to writes that name none', () => {
  const writes = [
    { key: 'a', value: 1 },
    { key: 'b', value: 1, ttl: null },
    { key: 'c', value: 1, ttl: 7 },
  ];
  const prepared = prepare(newState(), writes, 60_000);
  expect(prepared.ok && prepared.value.map(({ ttl }) => ttl)).toEqual([60_000, null, 7]);
});

it('[LA1] is all or nothing: the first error is the answer', () => {
  const writes = [
    { key: 'a', value: 1 },
    { key: 'b', value: 2 ** 60 },
  ];
  expect(prepare(newState(), writes)).toMatchObject({ ok: false, error: { kind: 'malformed', key: 'b' } });
});

it.each([
  ['an empty key', { key: '', value: 1 }, 'malformed'],
  ['a ttl of 0', { key: 'a', value: 1, ttl: 0 }, 'malformed'],
  ['a ttl over 100 years', { key: 'a', value: 1, ttl: 3_153_600_000_001 }, 'malformed'],
  ['a fraction as ttl', { key: 'a', value: 1, ttl: 1.5 }, 'malformed'],
  ['a negative ts', { key: 'a', value: 1, ts: -1 }, 'malformed'],
  ['a ts in the future', { key: 'a', value: 1, ts: NOW + 60_001 }, 'future'],
  ['what has expired', { key: 'a', value: 1, ts: NOW - 10, ttl: 10 }, 'expired'],
])('[LA1] refuses %s', (_what, write, kind) => {
  expect(prepare(newState(), [write])).toMatchObject({ ok: false, error: { kind } });
});

it('[LA1] an own ts that would not win is a conflict, with the current entry', () => {
  const state = newState();
  state.merge([entry('a', 1, NOW - 5)]);
  for (const ts of [NOW - 6, NOW - 5]) {
    const refused = prepare(state, [{ key: 'a', value: 1, ts }]);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'conflict', current: entry('a', 1, NOW - 5) } });
  }
  expect(prepare(state, [{ key: 'a', value: 1, ts: NOW - 4 }]).ok).toBe(true);
});

it('[LA2] compare-and-set: writes only over what was expected', () => {
  const state = newState();
  const held = entry('a', 1, NOW - 5);
  state.merge([held, entry('gone', null, NOW - 5)]);
  const expected = { ts: held.ts, hash: held.hash };
  expect(prepare(state, [{ key: 'a', value: 2, expect: expected }]).ok).toBe(true);
  const other = { ts: held.ts - 1, hash: held.hash };
  expect(prepare(state, [{ key: 'a', value: 2, expect: other }])).toMatchObject({
    error: { kind: 'precondition', current: held },
  });
  expect(prepare(state, [{ key: 'a', value: 2, expect: 'absent' }])).toMatchObject({ error: { kind: 'precondition' } });
  expect(prepare(state, [{ key: 'gone', value: 2, expect: 'absent' }]).ok).toBe(true);
  expect(prepare(state, [{ key: 'new', value: 2, expect: expected }])).toMatchObject({
    error: { kind: 'precondition' },
  });
});

it('[ST2] refuses what goes beyond the capacity, also by several writes together, but no delete', () => {
  const two = { maxEntries: 2, maxValueBytes: 1_000 };
  const state = newState();
  state.merge([entry('a', 1, NOW - 1), entry('b', 1, NOW - 1)]);
  const full = { ok: false, error: { kind: 'full', key: 'c' } };
  expect(prepare(state, [{ key: 'c', value: 1 }], null, two)).toMatchObject(full);
  expect(prepare(state, [{ key: 'a', value: 2 }], null, two).ok).toBe(true);
  expect(prepare(state, [{ key: 'a', value: null }], null, two).ok).toBe(true);
  const three = ['x', 'y', 'z'].map((key) => ({ key, value: 1 }));
  expect(prepare(newState(), three, null, two)).toMatchObject({ ok: false, error: { kind: 'full', key: 'z' } });
});

it('[LA1] of two writes to one key the last counts', () => {
  const prepared = prepare(newState(), [
    { key: 'a', value: 1 },
    { key: 'a', value: 2 },
  ]);
  expect(prepared).toEqual({ ok: true, value: [entry(keyOf('a'), 2, NOW)] });
});
