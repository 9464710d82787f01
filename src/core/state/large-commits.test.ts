/** Commits that are applied in parts (CH1, LM2). */
import { describe, expect, it } from 'vitest';
import type { Changeset, Origin } from '../../shared/model.ts';
import { entry, keyOf, NOW } from '../../../test/support/entries.ts';
import { settle } from '../../../test/support/settle.ts';
import { FixedClock, newState, WIDE } from '../../../test/support/state.ts';
import type { Commit } from '../ports.ts';
import { SLICE_ENTRIES } from '../pause.ts';
import { Commits } from './commits.ts';
import { digestAfter } from './changeset.ts';
import { EMPTY_DIGEST } from './digest.ts';
import { historyQuery } from './history-query.ts';
import { MemoryStorage } from './memory-storage.ts';

const PEER: Origin = { kind: 'peer', id: null, name: 'lab-bench-3' };
const IMPORT: Origin = { kind: 'import' };
const MANY = 3 * SLICE_ENTRIES + 7;

class WatchedStorage extends MemoryStorage {
  readonly commits: Commit[] = [];

  override commit(commit: Commit): void {
    this.commits.push(commit);
    super.commit(commit);
  }
}

/** Commits whose pauses end when the test says so. */
async function build(storage = new WatchedStorage()) {
  const clock = new FixedClock();
  const state = newState(clock);
  const told: Changeset[] = [];
  const pauses: (() => void)[] = [];
  const pause = () => new Promise<void>((resolve) => pauses.push(resolve));
  const settings = { ...WIDE, defaultTtlMs: null };
  const commits = new Commits({ clock, state, storage, pause }, settings, (changeset) => told.push(changeset));
  const opened = await storage.open({
    entries: (chunk) => state.load(chunk),
    graves: (chunk) => state.loadGraves(chunk),
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  state.loaded();
  /** Lets everything go on to its end. */
  const goOn = async (): Promise<void> => {
    await settle();
    for (let next = pauses.shift(); next !== undefined; next = pauses.shift()) {
      next();
      await settle();
    }
  };
  /** Lets it go on until something of it is visible. */
  const firstPart = async (): Promise<void> => {
    await settle();
    while (state.size === 0) {
      pauses.shift()?.();
      await settle();
    }
  };
  const resumed = commits.resume(opened.value.lastSeq, opened.value.intents);
  await goOn();
  await resumed;
  return { clock, state, storage, commits, told, firstPart, goOn };
}

const manyEntries = (count = MANY, ttl: number | null = null) =>
  Array.from({ length: count }, (_, i) => entry(`k${i}`, i, NOW, ttl));
const manyWrites = () => Array.from({ length: MANY }, (_, i) => ({ key: `k${i}`, value: i }));

describe('a large merge', () => {
  it('[CH1] is applied in parts under one changeset that is told once', async () => {
    const { commits, state, told, firstPart, goOn, storage } = await build();
    const merged = commits.merge(manyEntries(), PEER);
    await firstPart();
    expect([state.size, told.length]).toEqual([SLICE_ENTRIES, 0]);
    await goOn();
    expect((await merged).changes).toHaveLength(MANY);
    expect([state.size, told.length, told[0]?.changes.length]).toEqual([MANY, 1, MANY]);
    expect([told[0]?.digestBefore, told[0]?.digestAfter]).toEqual([EMPTY_DIGEST, state.digest]);
    expect(storage.commits.map(({ changeset }) => [changeset.seq, changeset.changes.length])).toEqual([
      [1, SLICE_ENTRIES],
      [1, SLICE_ENTRIES],
      [1, SLICE_ENTRIES],
      [1, 7],
    ]);
    const page = await storage.history(historyQuery(9));
    expect(page.ok && page.value.changesets).toMatchObject([{ seq: 1, added: MANY, digestAfter: state.digest }]);
  });

  it('[CH1] is stored in key order: each of its parts touches few pages of the database', async () => {
    const { commits, goOn, storage } = await build();
    const merged = commits.merge(manyEntries().reverse(), PEER);
    await goOn();
    await merged;
    const stored = storage.commits.flatMap(({ changeset }) => changeset.changes.map(({ key }) => key));
    expect(stored).toEqual(
      manyEntries()
        .map(({ key }) => key)
        .sort(),
    );
  });

  it('[CH1] lets nothing else change the state until it is whole', async () => {
    const { commits, state, told, firstPart, goOn } = await build();
    const large = commits.merge(manyEntries(), PEER);
    const small = commits.merge([entry('k0', 'newer', NOW + 1)], PEER);
    const write = commits.write([{ key: 'mine', value: 1 }], { kind: 'user' });
    await firstPart();
    expect([state.get(keyOf('k0'))?.text, state.get(keyOf('mine'))]).toEqual(['0', null]);
    await goOn();
    await Promise.all([large, small, write]);
    expect(state.get(keyOf('k0'))?.text).toBe('"newer"');
    expect(told.map(({ seq, changes }) => [seq, changes.length])).toEqual([
      [1, MANY],
      [2, 1],
      [3, 1],
    ]);
    for (const { digestBefore, digestAfter: after, changes } of told)
      expect(digestAfter(digestBefore, changes)).toBe(after);
  });

  it('[ST8] what expires meanwhile goes at its moment, as part of it', async () => {
    const { clock, commits, state, told, firstPart, goOn } = await build();
    const large = commits.merge(manyEntries(MANY, 1_000), PEER);
    await firstPart();
    clock.time += 1_000;
    commits.expire();
    expect(state.size).toBe(0);
    await goOn();
    await large;
    expect([state.size, told.length, state.digest]).toEqual([0, 1, EMPTY_DIGEST]);
    expect(told[0]?.digestAfter).toBe(EMPTY_DIGEST);
  });

  it('[ST6] that changes nothing leaves no trace', async () => {
    const { commits, goOn, told, storage } = await build();
    const first = commits.merge(manyEntries(), PEER);
    await goOn();
    await first;
    const again = commits.merge(manyEntries(), PEER);
    await goOn();
    expect((await again).changes).toEqual([]);
    expect([told.length, storage.commits.length]).toEqual([1, 4]);
  });

  it('[CH2] keeps what lost before its first change too', async () => {
    const { commits, goOn, told } = await build();
    const first = commits.merge(manyEntries(SLICE_ENTRIES), PEER);
    await goOn();
    await first;
    const older = Array.from({ length: SLICE_ENTRIES }, (_, i) => entry(`k${i}`, 'old', NOW - 1));
    const second = commits.merge([...older, entry('new', 1)], PEER);
    await goOn();
    await second;
    expect([told[1]?.lost.length, told[1]?.changes.length]).toEqual([SLICE_ENTRIES, 1]);
  });
});

describe('a large write', () => {
  it('[CH1] is durable as one intent before any of it is visible, and one changeset', async () => {
    const { commits, state, told, goOn, storage } = await build();
    const written = commits.write(manyWrites(), IMPORT);
    await goOn();
    expect((await written).ok).toBe(true);
    expect([state.size, told.length, told[0]?.origin]).toEqual([MANY, 1, IMPORT]);
    expect(storage.commits.map(({ intent }) => intent)).toEqual([null, null, null, 1]);
  });

  it('[CH5] that a crash cut off is completed at the next start', async () => {
    const { commits, firstPart, storage, state } = await build();
    void commits.write(manyWrites(), IMPORT);
    await firstPart();
    expect(state.size).toBeLessThan(MANY);
    const again = await build(storage);
    expect([again.state.size, again.told.length]).toEqual([MANY, 1]);
    const third = await build(storage);
    expect([third.state.size, third.told.length, third.state.digest]).toEqual([MANY, 0, again.state.digest]);
  });

  it('[ST4] beats what came while it was prepared, and checks what it expects against that', async () => {
    const { commits, state, goOn } = await build();
    const written = commits.write(manyWrites(), IMPORT);
    void commits.merge([entry('k0', 'theirs', NOW + 5)], PEER);
    await goOn();
    expect((await written).ok).toBe(true);
    expect(state.get(keyOf('k0'))).toMatchObject({ text: '0', ts: NOW + 6 });
    const guarded = commits.write(
      manyWrites().map((write) => ({ ...write, key: `new${write.key}`, expect: 'absent' })),
      IMPORT,
    );
    void commits.merge([entry('newk3', 'theirs', NOW)], PEER);
    await goOn();
    expect(await guarded).toMatchObject({ ok: false, error: { kind: 'precondition', key: 'newk3' } });
    expect(state.size).toBe(MANY + 1);
  });
});
