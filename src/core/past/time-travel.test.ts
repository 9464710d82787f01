import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entry, keyOf, NOW } from '../../../test/support/entries.ts';
import { settle } from '../../../test/support/settle.ts';
import { FixedClock, newState, WIDE } from '../../../test/support/state.ts';
import type { PastQuery } from '../node-api.ts';
import { Commits } from '../state/commits.ts';
import { EMPTY_DIGEST } from '../state/digest.ts';
import { MemoryStorage } from '../state/memory-storage.ts';
import { TimeTravel, type TimeTravelComponents } from './time-travel.ts';

const USER = { kind: 'user' } as const;
const RESTORE = { kind: 'restore' } as const;

type Pages = TimeTravelComponents['storage'];

async function build(pagesOf: (disk: MemoryStorage) => Pages = (disk) => disk) {
  const storage = new MemoryStorage();
  let lastSeq = 0;
  const clock = new FixedClock();
  const state = newState(clock);
  const expired = () => {
    commits.expire();
    return state;
  };
  const past = new TimeTravel({ storage: pagesOf(storage), state: expired, pause: settle });
  const settings = { ...WIDE, defaultTtlMs: null };
  const commits = new Commits({ clock, state, storage, pause: settle }, settings, (changeset) => {
    lastSeq = changeset.seq;
    past.changed(changeset);
  });
  await storage.open({ entries: () => undefined, graves: () => undefined });
  state.loaded();
  await commits.resume(0, []);
  const write = async (key: string, value: unknown, ttl?: number): Promise<void> => {
    clock.time += 1;
    const done = await commits.write([{ key, value, ttl }], USER);
    if (!done.ok) throw new Error(done.error.reason);
  };
  return { clock, state, storage, past, commits, write, lastSeq: () => lastSeq };
}

type Built = Awaited<ReturnType<typeof build>>;

const query = (seq: number, some: Partial<PastQuery> = {}): PastQuery => ({
  ...{ seq, filter: '', only: 'all', offset: 0, limit: 1_000 },
  ...some,
});

async function open(past: TimeTravel, seq: number) {
  const opened = await past.open({ seq });
  if (!opened.ok) throw new Error(opened.error.detail);
  return opened.value;
}

/** `key=then` of every row. */
function rowsOf(past: TimeTravel, seq: number, some: Partial<PastQuery> = {}): string[] {
  const page = past.list(query(seq, some));
  return (page?.rows ?? []).map(({ key, then, erased }) => `${key}=${erased ? 'erased' : (then?.text ?? 'none')}`);
}

/** `key=value` of every live value, as the past should tell it. */
const valuesIn = ({ state }: Built): string[] =>
  [...state.matching('')].map((key) => `${key}=${state.get(key)?.text ?? ''}`);

const anyStep = fc.record({
  key: fc.constantFrom('a', 'b', 'c', '__proto__'),
  value: fc.constantFrom(null, null, 1, 2, 'x'),
  ttl: fc.constantFrom(undefined, undefined, 3),
});
const anySteps = fc.array(anyStep, { minLength: 1, maxLength: 25 });

describe('the state as it was', () => {
  it('[CH4] is at every recorded moment what it was then', () =>
    fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const built = await build();
        const moments: (string[] | undefined)[] = [[]];
        const remember = (): void => {
          moments[built.lastSeq()] = valuesIn(built);
        };
        for (const { key, value, ttl } of steps) {
          await built.write(key, value, ttl);
          remember();
        }
        built.clock.time += 10;
        built.commits.expire();
        for (const [seq, values] of moments.entries()) {
          if (values === undefined) continue;
          expect((await open(built.past, seq)).total).toBe(values.length);
          expect(rowsOf(built.past, seq)).toEqual(values);
        }
      }),
    ));

  it('[CH4] stays what it was while the state goes on, also while it is being read', () =>
    fc.assert(
      fc.asyncProperty(anySteps, anySteps, fc.nat(24), async (before, during, at) => {
        const waiting: (() => void)[] = [];
        const built = await build((disk) => ({
          history: disk.history,
          seqAt: disk.seqAt,
          since: async (seq, after) => {
            await new Promise<void>((resolve) => waiting.push(resolve));
            return disk.since(seq, after, 1);
          },
        }));
        const moments: (string[] | undefined)[] = [[]];
        for (const { key, value } of before) {
          await built.write(key, value);
          moments[built.lastSeq()] = valuesIn(built);
        }
        const seq = Math.min(at, built.lastSeq());
        const opening = built.past.open({ seq });
        for (const { key, value } of during) {
          await built.write(key, value);
          waiting.shift()?.();
          await settle();
        }
        while (waiting.length > 0) {
          waiting.shift()?.();
          await settle();
        }
        expect((await opening).ok).toBe(true);
        expect(rowsOf(built.past, seq)).toEqual(moments[seq] ?? []);
        for (const { key, value } of during) await built.write(key, value);
        expect(rowsOf(built.past, seq)).toEqual(moments[seq] ?? []);
      }),
    ));

  it('[CH4] is compared with now: what differs, how many, and the rest left out', async () => {
    const { past, write } = await build();
    for (const key of ['same', 'changed', 'deleted', 'back']) await write(key, 1);
    await write('changed', 2);
    await write('deleted', null);
    await write('back', 2);
    await write('back', 1);
    await write('new', 1);
    expect(await open(past, 4)).toMatchObject({ seq: 4, total: 4, differing: 3 });
    expect(rowsOf(past, 4, { only: 'different' })).toEqual(['changed=1', 'deleted=1', 'new=none']);
    expect(rowsOf(past, 4)).toEqual(['back=1', 'changed=1', 'deleted=1', 'same=1']);
    expect(rowsOf(past, 4, { filter: 'ED', offset: 1, limit: 1 })).toEqual(['deleted=1']);
    expect(past.list(query(4, { filter: 'ED' }))?.matching).toBe(2);
    await write('changed', 1);
    expect(past.list(query(4))?.summary.differing).toBe(2);
  });

  it('[CH4] can be named by its time', async () => {
    const { past, write, clock } = await build();
    await write('a', 1);
    const time = clock.time;
    clock.time += 1_000;
    await write('a', 2);
    expect(await past.open({ time: time + 500 })).toMatchObject({ ok: true, value: { seq: 1, time } });
    expect(await past.open({ time: NOW - 1 })).toMatchObject({ ok: true, value: { seq: 0, time: null, total: 0 } });
  });

  it('[CH3] cannot be seen where history does not reach', async () => {
    const { past, write, storage, clock } = await build();
    await write('a', 1);
    await write('a', 2);
    clock.time += 40 * 24 * 3600 * 1000;
    await write('a', 3);
    await storage.trim(clock.time);
    expect((await past.open({ seq: 1 })).ok).toBe(false);
    expect(await past.open({ time: NOW })).toMatchObject({ ok: false, error: { kind: 'failed' } });
    expect((await past.open({ seq: 2 })).ok).toBe(true);
  });

  it('[CH4] that was replaced by another one, or closed, answers no more', async () => {
    const { past, write } = await build();
    await write('a', 1);
    await write('a', 2);
    const first = past.open({ seq: 0 });
    const second = past.open({ seq: 1 });
    expect([(await first).ok, (await second).ok]).toEqual([false, true]);
    expect([past.list(query(0)), past.list(query(1))?.summary.seq]).toEqual([null, 1]);
    past.close();
    expect([past.list(query(1)), await past.restoring(1, null)]).toEqual([null, null]);
  });

  it('[CH5] tells no erased value, neither when it was erased before nor while it is open', async () => {
    const { past, write, storage } = await build();
    await write('secret', 'x1');
    await write('secret', 'x2');
    await open(past, 1);
    await storage.erase(keyOf('secret'));
    past.erased(keyOf('secret'));
    expect(rowsOf(past, 1)).toEqual(['secret=erased']);
    await open(past, 1);
    expect(rowsOf(past, 1)).toEqual(['secret=erased']);
    expect(await past.restoring(1, null)).toEqual([]);
  });
});

it('[LM1] a past that too much is noted for is closed', async () => {
  const { past, write } = await build();
  await write('a', 1);
  await open(past, 1);
  const many = Array.from({ length: 1_000_001 }, (_, i) => ({ key: keyOf(`k${i}`), before: null, after: null }));
  const digests = { digestBefore: EMPTY_DIGEST, digestAfter: EMPTY_DIGEST };
  past.changed({ seq: 2, time: NOW, origin: USER, ...digests, changes: many, lost: [] });
  expect(past.list(query(1))).toBeNull();
});

it('[CH5] a value that is erased while the past is being read is not told', async () => {
  const gate = Promise.withResolvers<undefined>();
  const { past, write, storage } = await build((disk) => ({
    history: disk.history,
    seqAt: disk.seqAt,
    since: async (...asked) => {
      const page = await disk.since(...asked);
      await gate.promise;
      return page;
    },
  }));
  await write('secret', 'x1');
  const opening = past.open({ seq: 1 });
  await settle();
  await write('secret', 'x2');
  await storage.erase(keyOf('secret'));
  past.erased(keyOf('secret'));
  gate.resolve(undefined);
  await opening;
  expect(rowsOf(past, 1)).toEqual(['secret=erased']);
});

describe('a restore', () => {
  it('[CH4] brings back all that differs, deleted keys too, as one change', () =>
    fc.assert(
      fc.asyncProperty(anySteps, fc.nat(24), async (steps, at) => {
        const built = await build();
        const moments: (string[] | undefined)[] = [[]];
        for (const { key, value } of steps) {
          await built.write(key, value);
          moments[built.lastSeq()] = valuesIn(built);
        }
        const before = built.lastSeq();
        const seq = Math.min(at, before);
        await open(built.past, seq);
        const writes = await built.past.restoring(seq, null);
        const done = await built.commits.write(writes ?? [], RESTORE);
        expect(done.ok).toBe(true);
        expect(valuesIn(built)).toEqual(moments[seq] ?? []);
        expect(built.lastSeq() - before).toBe(writes?.length === 0 ? 0 : 1);
        expect(built.past.list(query(seq))?.summary.differing).toBe(0);
      }),
    ));

  it('[CH4] of some keys leaves the others, and gives a new stamp and the whole lifetime again', async () => {
    const { past, write, commits, state, clock } = await build();
    await write('a', 1, 60_000);
    await write('b', 1);
    await write('a', null);
    await write('b', null);
    await open(past, 2);
    const later = (clock.time += 1_000);
    await commits.write((await past.restoring(2, [keyOf('a')])) ?? [], RESTORE);
    expect(state.get(keyOf('a'))).toEqual(entry('a', 1, later, 60_000));
    expect(state.get(keyOf('b'))?.deleted).toBe(true);
  });
});
