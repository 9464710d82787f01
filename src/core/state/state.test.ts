import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryView } from '../../shared/model.ts';
import { anyEntries, entry, keyOf, NOW } from '../../../test/support/entries.ts';
import { FixedClock, newState } from '../../../test/support/state.ts';
import { EMPTY_DIGEST, XorDigest } from './digest.ts';
import type { State } from './state.ts';

const DAY_MS = 24 * 3600 * 1000;

function stateOf(...batches: EntryView[][]): State {
  const state = newState();
  for (const batch of batches) state.merge(batch);
  return state;
}

const contents = (state: State): EntryView[] => [...state.all()].sort((a, b) => (a.key < b.key ? -1 : 1));

/** Computed anew from what is held, not by keeping count. */
function recomputed(state: State): string {
  const digest = new XorDigest();
  for (const { hash } of state.all()) digest.toggle(hash);
  return digest.value;
}

describe('merge', () => {
  it('[ST6] is commutative', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, (a, b) => {
        expect(contents(stateOf(a, b))).toEqual(contents(stateOf(b, a)));
      }),
    );
  });

  it('[ST6] is associative', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, anyEntries, (a, b, c) => {
        const bc = contents(stateOf(b, c));
        const ab = contents(stateOf(a, b));
        expect(contents(stateOf(a, bc))).toEqual(contents(stateOf(ab, c)));
      }),
    );
  });

  it('[ST6] is idempotent and says so: a second merge changes nothing and reports nothing', () => {
    fc.assert(
      fc.property(anyEntries, (a) => {
        const state = stateOf(a);
        expect(state.merge(contents(state))).toEqual({
          changes: [],
          lost: [],
          refused: [],
          graves: [],
          buried: [],
          unburied: [],
        });
        expect(contents(stateOf(a, a))).toEqual(contents(stateOf(a)));
      }),
    );
  });

  it('[VD1] keeps the digest that recomputing gives', () => {
    fc.assert(
      fc.property(anyEntries, (a) => {
        const state = stateOf(a);
        expect(state.digest).toBe(recomputed(state));
      }),
    );
  });

  it('[CH2] tells what was before and after, and which value lost', () => {
    const state = stateOf([entry('a', 1, NOW - 2), entry('b', 1, NOW)]);
    const merged = state.merge([entry('a', 2, NOW - 1), entry('b', 0, NOW - 5)]);
    expect(merged.changes).toEqual([{ key: 'a', before: entry('a', 1, NOW - 2), after: entry('a', 2, NOW - 1) }]);
    expect(merged.lost).toEqual([{ entry: entry('b', 0, NOW - 5), winner: entry('b', 1, NOW), reason: 'older' }]);
  });

  it('[ST7] refuses an entry more than 60 s in the future, and takes it when its time has come', () => {
    const clock = new FixedClock();
    const state = newState(clock);
    const early = entry('a', 1, NOW + 60_001);
    expect(state.merge([early, entry('b', 1, NOW + 60_000)])).toMatchObject({
      changes: [{ key: 'b' }],
      refused: [{ key: 'a', kind: 'future' }],
    });
    clock.time += 1;
    expect(state.merge([early]).changes).toHaveLength(1);
  });

  it('[ST2] takes merges up to 110 % of the capacity and then refuses, but never a delete', () => {
    const state = newState(new FixedClock(), { maxEntries: 10, maxValueBytes: 1_000 });
    const many = Array.from({ length: 12 }, (_, i) => entry(`k${i}`, i));
    expect(state.merge(many).refused).toEqual([expect.objectContaining({ key: 'k11', kind: 'full' })]);
    expect(state.size).toBe(11);
    expect(state.merge([entry('k12', null)]).changes).toHaveLength(1);
    expect(state.merge([entry('k0', 'new', NOW + 1)]).changes).toHaveLength(1);
  });

  it('[ST2] counts bytes of values as well', () => {
    const state = newState(new FixedClock(), { maxEntries: 100, maxValueBytes: 100 });
    expect(state.merge([entry('a', 'x'.repeat(106))]).changes).toHaveLength(1);
    expect(state.merge([entry('b', 'xx')]).refused).toHaveLength(1);
    state.merge([entry('a', null, NOW + 1)]);
    expect(state.merge([entry('b', 'xx')]).changes).toHaveLength(1);
  });
});

describe('versions', () => {
  it('[VD3] has the C19 version of the fixture, and of nothing the empty string', () => {
    const state = newState();
    expect(state.c19Version).toBe('');
    state.merge([entry('cat', 'garfield', 1_600_000_000_000)]);
    expect(state.c19Version).toBe('5879976174588414934');
  });

  it('[VD4] answers with the keys changed since a remembered digest, each with its current entry', () => {
    const state = newState();
    state.merge([entry('a', 1), entry('b', 1)]);
    const { digest, c19Version } = state;
    state.merge([entry('b', 2, NOW + 1)]);
    state.merge([entry('b', 3, NOW + 2), entry('c', 1)]);
    const changed = [entry('b', 3, NOW + 2), entry('c', 1)];
    expect(state.diff(digest)).toEqual(changed);
    expect(state.diffC19(c19Version)).toEqual(changed);
    expect(state.diff(state.digest)).toEqual([]);
    expect(state.diff(EMPTY_DIGEST)).toHaveLength(3);
  });

  it('[VD4] forgets the oldest of more than 1,024 digests', () => {
    const state = newState();
    const digests = Array.from({ length: 1_030 }, (_, i) => {
      state.merge([entry('a', i, NOW + i)]);
      return state.digest;
    });
    expect(state.diff(digests[0]!)).toBeNull();
    expect(state.diff(digests[10]!)).toHaveLength(1);
    expect(state.diff(EMPTY_DIGEST)).toBeNull();
  });

  it('[VD4] a digest that came back counts from its latest moment', () => {
    const clock = new FixedClock();
    const state = newState(clock);
    state.merge([entry('a', 1)]);
    const { digest } = state;
    state.merge([entry('b', 1, NOW, 1_000)]);
    clock.time += 1_000;
    state.expireDue();
    expect(state.digest).toBe(digest);
    state.merge([entry('c', 1)]);
    expect(state.diff(digest)?.map(({ key }) => key)).toEqual(['c']);
  });

  it('[VD4] takes time and space by the number of changes: the log stays bounded', () => {
    const state = newState();
    state.merge(Array.from({ length: 150_000 }, (_, i) => entry(`k${i}`, 0)));
    const first = state.digest;
    state.merge(Array.from({ length: 150_000 }, (_, i) => entry(`k${i}`, 1, NOW + 1)));
    expect(state.diff(first)).toHaveLength(150_000);
    const second = state.digest;
    state.merge(Array.from({ length: 100_000 }, (_, i) => entry(`k${i}`, 2, NOW + 2)));
    expect(state.diff(first)).toBeNull();
    expect(state.diff(second)).toHaveLength(100_000);
  });
});

describe('expiry', () => {
  it('[ST8] stops holding an entry at ts + ttl, to the millisecond', () => {
    const clock = new FixedClock();
    const state = newState(clock);
    state.merge([entry('a', 1, NOW, 1_000), entry('b', 1)]);
    expect(state.nextExpiryAt).toBe(NOW + 1_000);
    clock.time = NOW + 999;
    expect(state.expireDue().changes).toEqual([]);
    clock.time = NOW + 1_000;
    expect(state.expireDue()).toMatchObject({
      changes: [{ key: 'a', before: entry('a', 1, NOW, 1_000), after: null }],
      buried: [{ key: 'a', ts: NOW, deleted: false, buriedAt: NOW + 1_000 }],
    });
    expect(contents(state)).toEqual([entry('b', 1)]);
    expect(state.digest).toBe(recomputed(state));
  });

  it('[ST9] an entry that ranks below the grave of an expired one stays away', () => {
    const clock = new FixedClock();
    const state = newState(clock);
    state.merge([entry('a', 'new', NOW, 1_000)]);
    clock.time += 1_000;
    state.expireDue();
    expect(state.merge([entry('a', 'old', NOW - 1)]).changes).toEqual([]);
    expect(state.highestTs(keyOf('a'), Infinity)).toBe(NOW);
    expect(state.merge([entry('a', 'newer', NOW + 1)]).changes).toHaveLength(1);
  });

  it('[ST8] an entry already expired when it arrives acts as its grave', () => {
    const state = newState();
    state.merge([entry('a', 'old', NOW - 5_000)]);
    expect(state.merge([entry('a', 'short', NOW - 2_000, 1_000)]).changes).toEqual([
      { key: 'a', before: entry('a', 'old', NOW - 5_000), after: null },
    ]);
    expect(state.merge([entry('a', 'old', NOW - 5_000)]).changes).toEqual([]);
  });

  it('[ST9] an entry that falls below a grave brings the grave to its sender', () => {
    const clock = new FixedClock();
    const state = newState(clock);
    state.merge([entry('a', 'new', NOW, 1_000)]);
    clock.time += 1_000;
    state.expireDue();
    expect(state.merge([entry('a', 'old', NOW - 1)]).graves).toMatchObject([{ key: 'a', ts: NOW }]);
  });

  it('[ST9] a grave that is learnt takes a lower-ranking entry away and stays, and leaves a higher or equal one', () => {
    const state = newState();
    const held = [entry('low', 1, NOW - 5), entry('same', 1, NOW), entry('high', 1, NOW + 5)];
    state.merge(held);
    const graves = [entry('low', 2, NOW), entry('same', 1, NOW), entry('high', 2, NOW), entry('none', 2, NOW)];
    expect(state.mergeGraves(graves).changes).toEqual([{ key: 'low', before: held[0], after: null }]);
    expect(contents(state).map(({ key }) => key)).toEqual(['high', 'same']);
    expect(state.digest).toBe(recomputed(state));
    expect(state.merge([entry('none', 1, NOW - 1), entry('low', 1, NOW - 1)]).changes).toEqual([]);
  });

  it('[ST7] a grave from the future is not believed', () => {
    const state = newState();
    state.merge([entry('a', 1)]);
    expect(state.mergeGraves([entry('a', 2, NOW + 60_001)]).changes).toEqual([]);
  });

  it('[ST9] a tombstone keeps a deleted key away for longer than its own ten days', () => {
    const clock = new FixedClock();
    const state = newState(clock);
    state.merge([entry('a', null)]);
    clock.time += 11 * DAY_MS;
    state.expireDue();
    expect(state.size).toBe(0);
    expect(state.merge([entry('a', 'old', NOW - 1)]).changes).toEqual([]);
  });
});
