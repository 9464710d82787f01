import { expect, it } from 'vitest';
import type { Changeset } from '../../shared/model.ts';
import { ok } from '../../shared/result.ts';
import { entry, NOW } from '../../../test/support/entries.ts';
import { settle } from '../../../test/support/settle.ts';
import { FixedClock, newState, WIDE } from '../../../test/support/state.ts';
import type { Intent, Storage } from '../ports.ts';
import { Commits } from './commits.ts';
import { EMPTY_DIGEST } from './digest.ts';
import { historyQuery } from './history-query.ts';
import { MemoryStorage } from './memory-storage.ts';

const PEER = { kind: 'peer', id: null, name: 'lab-bench-3' } as const;
const USER = { kind: 'user' } as const;

async function build(storage: Storage = new MemoryStorage()) {
  const clock = new FixedClock();
  const state = newState(clock);
  const seen: Changeset[] = [];
  const commits = new Commits({ clock, state, storage, pause: settle }, { ...WIDE, defaultTtlMs: null }, (changeset) =>
    seen.push(changeset),
  );
  const opened = await storage.open({
    entries: (chunk) => state.load(chunk),
    graves: (chunk) => state.loadGraves(chunk),
  });
  if (!opened.ok) throw new Error(opened.error.detail);
  state.loaded();
  await commits.resume(opened.value.lastSeq, opened.value.intents);
  return { clock, state, storage, commits, seen };
}

/** A storage whose disk is as slow as the test wants. */
class SlowStorage extends MemoryStorage {
  readonly #waiting: (() => void)[] = [];

  override async intend(intent: Intent): ReturnType<Storage['intend']> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return super.intend(intent);
  }

  finishOne(): void {
    this.#waiting.shift()?.();
  }
}

it('[CH2] a commit has a number, a time, an origin, both digests and the entries before and after', async () => {
  const { commits, seen, state } = await build();
  await commits.write([{ key: 'a', value: 1 }], USER);
  const digest = state.digest;
  await commits.merge([entry('a', 2, NOW + 1)], PEER);
  expect(seen).toEqual([
    {
      ...{ seq: 1, time: NOW, origin: USER, digestBefore: EMPTY_DIGEST, digestAfter: digest, lost: [] },
      changes: [{ key: 'a', before: null, after: entry('a', 1, NOW) }],
    },
    {
      ...{ seq: 2, time: NOW, origin: PEER, digestBefore: digest, digestAfter: state.digest, lost: [] },
      changes: [{ key: 'a', before: entry('a', 1, NOW), after: entry('a', 2, NOW + 1) }],
    },
  ]);
});

it('[CH1] a local write is visible only when it is durable', async () => {
  const storage = new SlowStorage();
  const { commits, seen, state } = await build(storage);
  const written = commits.write([{ key: 'a', value: 1 }], USER);
  await settle();
  expect(state.size).toBe(0);
  expect(seen).toEqual([]);
  storage.finishOne();
  expect((await written).ok).toBe(true);
  expect(state.size).toBe(1);
  expect(seen).toHaveLength(1);
});

it('[CH1] a write that storage refuses is not made, the reason is told, and the next one does not build on it', async () => {
  const storage = new MemoryStorage();
  const { commits, state, seen } = await build(storage);
  storage.fail({ kind: 'full', detail: 'The disk is full.' });
  expect(await commits.write([{ key: 'a', value: 1 }], USER)).toEqual({
    ok: false,
    error: { kind: 'storage', reason: 'The disk is full.' },
  });
  expect(state.size).toBe(0);
  expect(seen).toEqual([]);
  storage.fail(null);
  await commits.write([{ key: 'a', value: 2 }], USER);
  expect([...state.all()]).toEqual([entry('a', 2, NOW)]);
});

it('[CH1] entries from peers do not wait for the disk, and what is behind them is right in history', async () => {
  const storage = new SlowStorage();
  const { commits, seen, state } = await build(storage);
  const written = commits.write([{ key: 'a', value: 'mine' }], USER);
  await settle();
  await commits.merge([entry('a', 'theirs', NOW - 1)], PEER);
  expect([...state.all()]).toEqual([entry('a', 'theirs', NOW - 1)]);
  storage.finishOne();
  await written;
  expect(seen.map(({ seq, origin }) => [seq, origin.kind])).toEqual([
    [1, 'peer'],
    [2, 'user'],
  ]);
  expect(seen[1]?.changes).toEqual([
    { key: 'a', before: entry('a', 'theirs', NOW - 1), after: entry('a', 'mine', NOW) },
  ]);
  expect(seen[1]?.digestAfter).toBe(state.digest);
});

it('[CH2] an acknowledged write that a peer has overtaken meanwhile is kept as the value that lost', async () => {
  const storage = new SlowStorage();
  const { commits, seen, state } = await build(storage);
  const written = commits.write([{ key: 'a', value: 'mine' }], USER);
  await settle();
  await commits.merge([entry('a', 'theirs', NOW + 1)], PEER);
  storage.finishOne();
  expect((await written).ok).toBe(true);
  expect([...state.all()]).toEqual([entry('a', 'theirs', NOW + 1)]);
  expect(seen[1]).toMatchObject({ changes: [], lost: [{ entry: entry('a', 'mine', NOW), reason: 'older' }] });
});

it('[CH1] a write that became durable is made visible even if the clock was set back meanwhile', async () => {
  const storage = new SlowStorage();
  const { clock, commits, state } = await build(storage);
  const written = commits.write([{ key: 'a', value: 1 }], USER);
  await settle();
  clock.time -= 3_600_000;
  storage.finishOne();
  expect((await written).ok).toBe(true);
  expect(state.size).toBe(1);
});

it('[CH1] writes wait for the disk together, and each sees those before it', async () => {
  const storage = new SlowStorage();
  const { commits, state, seen } = await build(storage);
  const written = [1, 2, 3].map((value) => commits.write([{ key: 'a', value }], USER));
  await settle();
  for (let i = 0; i < 3; i += 1) storage.finishOne();
  await Promise.all(written);
  expect([...state.all()]).toEqual([entry('a', 3, NOW + 2)]);
  expect(seen.map(({ changes }) => changes[0]?.before?.text ?? null)).toEqual([null, '1', '2']);
});

it('[ST2] writes on their way to the disk count against the capacity', async () => {
  const storage = new SlowStorage();
  const clock = new FixedClock();
  const capacity = { maxEntries: 1, maxValueBytes: 1_000 };
  const state = newState(clock, capacity);
  await storage.open({ entries: () => undefined, graves: () => undefined });
  const commits = new Commits(
    { clock, state, storage, pause: settle },
    { ...capacity, defaultTtlMs: null },
    () => undefined,
  );
  const first = commits.write([{ key: 'a', value: 1 }], USER);
  expect(await commits.write([{ key: 'b', value: 1 }], USER)).toMatchObject({ ok: false, error: { kind: 'full' } });
  storage.finishOne();
  expect((await first).ok).toBe(true);
});

it('[CH5] a write that was durable but not yet visible when the program ended is made visible at the next start', async () => {
  const storage = new MemoryStorage();
  await build(storage);
  await storage.intend({ id: 7, time: NOW, origin: USER, entries: [entry('a', 1, NOW)] });
  const again = await build(storage);
  expect([...again.state.all()]).toEqual([entry('a', 1, NOW)]);
  expect(again.seen).toMatchObject([{ seq: 1, origin: USER }]);
  const third = await build(storage);
  expect(third.seen).toEqual([]);
  expect(third.state.digest).toBe(again.state.digest);
});

it('[ST4] writes that arrive together see each other', async () => {
  const { commits, state } = await build();
  await Promise.all([1, 2, 3].map((value) => commits.write([{ key: 'a', value }], USER)));
  expect([...state.all()]).toEqual([entry('a', 3, NOW + 2)]);
});

it('[ST6] a merge that changes nothing leaves no trace', async () => {
  const { commits, seen } = await build();
  await commits.write([{ key: 'a', value: 1 }], USER);
  await commits.merge([entry('a', 1, NOW), entry('a', 0, NOW - 1)], PEER);
  expect(seen).toHaveLength(1);
});

it('[ST8] what expires is a commit of its own, made before anything else is', async () => {
  const { clock, commits, seen } = await build();
  await commits.write([{ key: 'a', value: 1, ttl: 500 }], USER);
  clock.time += 500;
  await commits.write([{ key: 'b', value: 1 }], USER);
  expect(seen.map(({ origin }) => origin.kind)).toEqual(['user', 'expiry', 'user']);
  expect(seen[1]?.digestAfter).toBe(EMPTY_DIGEST);
});

it('[CH1] takes up where storage left off', async () => {
  const storage = new MemoryStorage();
  const first = await build(storage);
  await first.commits.write([{ key: 'a', value: 1 }], USER);
  const again = await build(storage);
  expect(again.state.digest).toBe(first.state.digest);
  await again.commits.write([{ key: 'b', value: 1 }], USER);
  expect(again.seen.map(({ seq }) => seq)).toEqual([2]);
  const history = await storage.history(historyQuery(10));
  expect(history.ok && history.value.changesets.map(({ seq }) => seq)).toEqual([2, 1]);
});

it('[ST9] graves outlive the process', async () => {
  const storage = new MemoryStorage();
  const first = await build(storage);
  await first.commits.write([{ key: 'a', value: 1, ttl: 500 }], USER);
  first.clock.time += 500;
  first.commits.expire();
  const again = await build(storage);
  again.clock.time += 500;
  expect((await again.commits.merge([entry('a', 'old', NOW - 1)], PEER)).changes).toEqual([]);
});

it('[ST6] an expired entry that arrives leaves no trace in history, and a grave that is stored with the next step', async () => {
  const storage = new MemoryStorage();
  const { commits, seen } = await build(storage);
  await commits.merge([entry('a', 'short', NOW - 1_000, 500)], PEER);
  expect(seen).toEqual([]);
  await commits.write([{ key: 'b', value: 1 }], USER);
  const again = await build(storage);
  expect((await again.commits.merge([entry('a', 'old', NOW - 2_000)], PEER)).changes).toEqual([]);
});

it('[ST8] what expired while the program was off goes at the start, with a changeset', async () => {
  const storage = new MemoryStorage();
  await storage.open({ entries: () => undefined, graves: () => undefined });
  const soon = entry('a', 1, NOW - 1_000, 500);
  const change = { key: soon.key, before: null, after: soon };
  const changeset = { seq: 1, time: NOW, origin: USER, digestBefore: EMPTY_DIGEST, digestAfter: EMPTY_DIGEST };
  storage.commit({ changeset: { ...changeset, changes: [change], lost: [] }, intent: null, buried: [], unburied: [] });
  const { seen, state } = await build(storage);
  expect(state.size).toBe(0);
  expect(seen).toMatchObject([{ seq: 2, origin: { kind: 'expiry' } }]);
});

it('[CH2] an empty result of a write has no changeset', async () => {
  const { commits } = await build();
  expect(await commits.write([{ key: 'never', value: null }], USER)).toEqual(ok(null));
});
