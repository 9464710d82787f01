import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entry, keyOf, NOW } from '../../../test/support/entries.ts';
import { FixedClock, newState, WIDE } from '../../../test/support/state.ts';
import type { State } from '../state/state.ts';
import type { EntryView } from '../../shared/model.ts';
import { keyHash } from '../state/hash.ts';
import { fetchEntries } from './fetch-entries.ts';
import { wireHash } from './key-hash.ts';
import type { Send } from './paths.ts';
import { ReconcileClient, type Missing } from './reconcile-client.ts';
import { ReconcileServer } from './reconcile-server.ts';
import { Meeting, type MeetingComponents } from './testing/meeting.ts';

const clock = new FixedClock();
const pause = (): Promise<void> => Promise.resolve();

function stateOf(entries: EntryView[] = []): State {
  const state = newState();
  state.merge(entries);
  return state;
}

const contents = (state: State): EntryView[] => [...state.all()].sort((a, b) => (a.key < b.key ? -1 : 1));

const meetingOf = (asking: State, answering: State, more: Partial<MeetingComponents> = {}): Meeting =>
  new Meeting({ asking, answering, clock, pause, ...more }, WIDE);

/** Few keys and stamps, so that entries collide and tie; many enough to fill more than one listing. */
const anyEntry = fc
  .record({ key: fc.nat({ max: 400 }), value: fc.constantFrom(null, 0, 'x', { a: 1 }), ts: fc.nat({ max: 2 }) })
  .map(({ key, value, ts }) => entry(`key ${key}`, value, NOW - ts));
const anyEntries = fc.array(anyEntry, { maxLength: 300, size: 'max' });

/** More than a leaf's worth of entries that both sides hold. */
const COMMON = Array.from({ length: 3_000 }, (_, i) => entry(`common ${i}`, i, NOW - 10));
const anyCommon = fc.constantFrom<EntryView[]>([], COMMON.slice(0, 100), COMMON);

it('[RE1] two states end equal, whichever side asks', async () => {
  await fc.assert(
    fc.asyncProperty(anyCommon, anyEntries, anyEntries, async (common, first, second) => {
      const asking = stateOf([...common, ...first]);
      const answering = stateOf([...common, ...second]);
      const wanted = contents(stateOf([...common, ...first, ...second]));
      const outcome = await meetingOf(asking, answering).reconcile();
      expect(outcome.fault).toBeNull();
      expect(contents(asking)).toEqual(wanted);
      expect(contents(answering)).toEqual(wanted);
      expect(asking.digest).toBe(answering.digest);
    }),
    { numRuns: 60 },
  );
});

it('[RE1] only what ranks higher moves, and only to where it ranks higher', async () => {
  const asking = stateOf([...COMMON, entry('a', 'new', NOW), entry('b', 'old', NOW - 5), entry('ours', 1)]);
  const answering = stateOf([...COMMON, entry('a', 'old', NOW - 5), entry('b', 'new', NOW), entry('theirs', 1)]);
  const found: Missing[] = [];
  const client = new ReconcileClient({ state: () => asking, pause });
  const onMissing = (missing: Missing): Promise<boolean> => Promise.resolve(found.push(missing) > 0);
  await client.run(answering.digest, { send: meetingOf(asking, answering).send, onMissing });
  expect(found).toHaveLength(1);
  expect(found[0]!.give.toSorted()).toEqual(['a', 'ours']);
  expect(found[0]!.want.toSorted()).toEqual(['b', 'theirs'].map((key) => wireHash(keyHash(key))).sort());
});

it('[ST5] a tie is settled without fetching what loses it', async () => {
  const [one, two] = [entry('tie', 1), entry('tie', 2)].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  for (const [winner, loser] of [
    [two!, one!],
    [entry('tie', null), two!],
    [entry('tie', null), one!],
  ]) {
    const asking = stateOf([winner!]);
    const answering = stateOf([loser!]);
    expect(await meetingOf(asking, answering).reconcile()).toMatchObject({ fault: null, wanted: 0, given: 1 });
    expect(contents(answering)).toEqual([winner]);
  }
});

it('[RE1] changes on either side during a descent do no harm, and the next one finds what they left', async () => {
  const anySteps = fc.array(fc.record({ side: fc.boolean(), entry: anyEntry, isDropped: fc.boolean() }), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(anyEntries, anyEntries, anySteps, async (first, second, steps) => {
      const asking = stateOf([...COMMON, ...first]);
      const answering = stateOf([...COMMON, ...second]);
      const left = steps.values();
      const change = (): void => {
        for (let i = 0; i < 10; i += 1) {
          const step = left.next().value;
          if (step === undefined) return;
          const side = step.side ? asking : answering;
          if (step.isDropped) side.takeOut([step.entry.key]);
          else side.merge([step.entry]);
        }
      };
      const during = await meetingOf(asking, answering, { onRequest: change }).reconcile();
      expect(during.fault).toBeNull();
      for (const step of left) asking.merge([step.entry]);
      expect((await meetingOf(answering, asking).reconcile()).fault).toBeNull();
      expect(contents(asking)).toEqual(contents(answering));
    }),
    { numRuns: 40 },
  );
});

it('[RC4] an empty side gets everything and one that holds all gives everything', async () => {
  for (const isAskingEmpty of [true, false]) {
    const [full, empty] = [stateOf(COMMON), stateOf()];
    const meeting = isAskingEmpty ? meetingOf(empty, full) : meetingOf(full, empty);
    expect((await meeting.reconcile()).fault).toBeNull();
    expect(empty.digest).toBe(full.digest);
  }
});

it('[ST9] what has expired on one side alone goes on the other one too', async () => {
  const anyMortal = fc
    .record({ key: fc.nat({ max: 40 }), ts: fc.nat({ max: 2 }), ttl: fc.constantFrom(null, 1_000, 60_000) })
    .map(({ key, ts, ttl }) => entry(`key ${key}`, ts, NOW - ts, ttl));
  const anyMortals = fc.array(anyMortal, { maxLength: 60, size: 'max' });
  await fc.assert(
    fc.asyncProperty(anyMortals, anyMortals, async (first, second) => {
      const [early, late] = [new FixedClock(), new FixedClock()];
      const [asking, answering] = [newState(early), newState(late)];
      asking.merge([...COMMON, ...first]);
      answering.merge([...COMMON, ...second]);
      late.time += 2_000;
      answering.expireDue();
      expect((await meetingOf(asking, answering, { theirClock: late }).reconcile()).fault).toBeNull();
      early.time = late.time;
      for (const state of [asking, answering]) state.expireDue();
      expect(asking.digest).toBe(answering.digest);
      expect([...asking.all()].every(({ ttl }) => ttl !== 1_000)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it('[LM1] differences are handed over in parts, and a refusal ends the run', async () => {
  const [full, empty] = [stateOf(COMMON), stateOf()];
  for (const [asking, answering] of [
    [full, empty],
    [empty, full],
  ] as const) {
    const client = new ReconcileClient({ state: () => asking, pause });
    const sizes: number[] = [];
    const onMissing = ({ want, give }: Missing): Promise<boolean> =>
      Promise.resolve(sizes.push(want.length + give.length) < 2);
    const outcome = await client.run(null, { send: meetingOf(asking, answering).send, onMissing });
    expect(sizes).toEqual([1_000, 1_000]);
    expect(outcome.fault).toBe('stopped');
  }
});

it('[RE1] a peer that does not answer ends the run with what was found so far untouched', async () => {
  const [asking, answering] = [stateOf(COMMON), stateOf()];
  const client = new ReconcileClient({ state: () => asking, pause });
  const onMissing = (): Promise<boolean> => Promise.reject(new Error('nothing was found'));
  const outcome = await client.run(answering.digest, { send: () => Promise.resolve(null), onMissing });
  expect(outcome).toEqual({ fault: 'no-answer', roundTrips: 1, wanted: 0, given: 0 });
});

it('[PS5] entries are fetched in pages of 4 MiB, and those that are gone are left out', async () => {
  const large = Array.from({ length: 40 }, (_, i) => entry(`large ${i}`, 'x'.repeat(250_000)));
  const holder = stateOf(large);
  const server = new ReconcileServer({ state: () => holder, clock, pause }, WIDE);
  const sizes: number[] = [];
  const taken = stateOf();
  const names = [...large.map(({ key }) => key), keyOf('gone')].map((key) => wireHash(keyHash(key)));
  const send: Send = (path, body) => server.answer(path, body);
  const onEntries = (body: Uint8Array): Promise<boolean> => {
    sizes.push(body.length);
    const members = JSON.parse(Buffer.from(body).toString()) as Record<string, { value: unknown; ts: number }>;
    taken.merge(Object.entries(members).map(([key, { value, ts }]) => entry(key, value, ts)));
    return Promise.resolve(true);
  };
  expect(await fetchEntries(names, { send, onEntries })).toBe(true);
  expect(taken.digest).toBe(holder.digest);
  expect(sizes).toHaveLength(3);
  for (const size of sizes) expect(size).toBeLessThanOrEqual(4 * 1024 * 1024);
});

it('[RE1] fetching ends at an answer that deals with nothing, or with more than was asked', async () => {
  const names = [wireHash(keyHash('a')), wireHash(keyHash('b'))];
  for (const answer of [[], [0], [0, 0, 0x7b, 0x7d], [0, 3, 0x7b, 0x7d]]) {
    let calls = 0;
    const send: Send = () => {
      calls += 1;
      return Promise.resolve(Uint8Array.from(answer));
    };
    expect(await fetchEntries(names, { send, onEntries: () => Promise.resolve(true) })).toBe(false);
    expect(calls).toBe(1);
  }
});
