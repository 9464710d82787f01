import { expect, it } from 'vitest';
import type { Changeset } from '../../shared/model.ts';
import { ok } from '../../shared/result.ts';
import { entry, NOW } from '../../../test/support/entries.ts';
import { FixedClock, newState } from '../../../test/support/state.ts';
import type { Logger, Storage } from '../ports.ts';
import { Commits } from './commits.ts';
import { EMPTY_DIGEST } from './digest.ts';
import { createMemoryStorage } from './memory-storage.ts';

const nothing = (): void => undefined;
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const PEER = { kind: 'peer', id: null, name: 'lab-bench-3' } as const;
const USER = { kind: 'user' } as const;

function build(storage: Storage = createMemoryStorage()) {
  const clock = new FixedClock();
  const state = newState(clock);
  const seen: Changeset[] = [];
  const commits = new Commits({ clock, state, storage, logger: silent }, { defaultTtlMs: null }, (changeset) =>
    seen.push(changeset),
  );
  return { clock, state, storage, commits, seen };
}

/** A storage whose disk is as slow as the test wants. */
function slowStorage() {
  const inner = createMemoryStorage();
  const waiting: (() => void)[] = [];
  const append: Storage['append'] = async (changeset, durability) => {
    if (durability === 'durable') await new Promise<void>((resolve) => waiting.push(resolve));
    return inner.append(changeset, durability);
  };
  const storage: Storage = { ...inner, append };
  return { storage, finishOne: () => waiting.shift()?.() };
}

it('[CH2] a commit has a number, a time, an origin, both digests and the entries before and after', async () => {
  const { commits, seen, state } = build();
  await commits.write([{ key: 'a', value: 1 }], USER);
  const digest = state.digest;
  commits.merge([entry('a', 2, NOW + 1)], PEER);
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
  const { storage, finishOne } = slowStorage();
  const { commits, seen, state } = build(storage);
  const written = commits.write([{ key: 'a', value: 1 }], USER);
  await Promise.resolve();
  await Promise.resolve();
  expect(state.size).toBe(0);
  expect(seen).toEqual([]);
  finishOne();
  expect((await written).ok).toBe(true);
  expect(state.size).toBe(1);
  expect(seen).toHaveLength(1);
});

it('[CH1] a write that storage refuses is not made, and the reason is told', async () => {
  const inner = createMemoryStorage();
  const append: Storage['append'] = () =>
    Promise.resolve({ ok: false, error: { kind: 'failed', detail: 'the disk is full' } });
  const { commits, state, seen } = build({ ...inner, append });
  expect(await commits.write([{ key: 'a', value: 1 }], USER)).toEqual({
    ok: false,
    error: { kind: 'storage', reason: 'the disk is full' },
  });
  expect(state.size).toBe(0);
  expect(seen).toEqual([]);
});

it('[CH2] news from a peer while the disk is busy corrects what the changeset says was before', async () => {
  const { storage, finishOne } = slowStorage();
  const { commits, seen, state } = build(storage);
  const written = commits.write([{ key: 'a', value: 'mine' }], USER);
  await Promise.resolve();
  await Promise.resolve();
  commits.merge([entry('a', 'theirs', NOW - 1)], PEER);
  finishOne();
  await written;
  expect(state.digest).toBe(seen.at(-1)?.digestAfter);
  expect(seen.at(-1)?.changes).toEqual([
    { key: 'a', before: entry('a', 'theirs', NOW - 1), after: entry('a', 'mine', NOW) },
  ]);
  const { changesets } = await storage.history({ before: null, limit: 10, key: null });
  expect(changesets.map(({ seq }) => seq).sort()).toEqual([1, 2]);
});

it('[ST4] writes that arrive together see each other', async () => {
  const { commits, state } = build();
  await Promise.all([1, 2, 3].map((value) => commits.write([{ key: 'a', value }], USER)));
  expect([...state.all()]).toEqual([entry('a', 3, NOW + 2)]);
});

it('[ST6] a merge that changes nothing leaves no trace', async () => {
  const { commits, seen } = build();
  await commits.write([{ key: 'a', value: 1 }], USER);
  commits.merge([entry('a', 1, NOW), entry('a', 0, NOW - 1)], PEER);
  expect(seen).toHaveLength(1);
});

it('[ST8] what expires is a commit of its own, made before anything else is', async () => {
  const { clock, commits, seen } = build();
  await commits.write([{ key: 'a', value: 1, ttl: 500 }], USER);
  clock.time += 500;
  await commits.write([{ key: 'b', value: 1 }], USER);
  expect(seen.map(({ origin }) => origin.kind)).toEqual(['user', 'expiry', 'user']);
  expect(seen[1]?.digestAfter).toBe(EMPTY_DIGEST);
});

it('[CH1] takes up where storage left off', async () => {
  const storage = createMemoryStorage();
  await build(storage).commits.write([{ key: 'a', value: 1 }], USER);
  const again = build(storage);
  const opened = await storage.open();
  if (!opened.ok) throw new Error(opened.error.detail);
  again.commits.restore(opened.value.entries, opened.value.lastSeq);
  await again.commits.write([{ key: 'b', value: 1 }], USER);
  expect(again.seen.map(({ seq }) => seq)).toEqual([2]);
  expect([...again.state.all()]).toHaveLength(2);
});

it('[CH2] an empty result of a write has no changeset', async () => {
  const { commits } = build();
  expect(await commits.write([{ key: 'never', value: null }], USER)).toEqual(ok(null));
});
