import { expect, it } from 'vitest';
import type { NodeEvent } from '../../core/node-api.ts';
import { ManualTime } from '../../core/testing/manual-time.ts';
import type { EventBatch } from '../../shared/ipc.ts';
import { createEventPump } from './event-pump.ts';
import { aChangeset, aDigest, aPeer, aSelf, aStatus, NOBODY } from './testing/fixtures.ts';

const SETTINGS = { intervalMs: 16, maxPending: 20 };

function setUp() {
  const time = new ManualTime(() => Promise.resolve());
  const batches: EventBatch[] = [];
  const listeners = new Set<(event: NodeEvent) => void>();
  const selfListeners = new Set<() => void>();
  let self = aSelf();
  const subscribe =
    <T>(to: Set<T>) =>
    (listener: T) => {
      to.add(listener);
      return () => void to.delete(listener);
    };
  const pump = createEventPump(
    {
      node: {
        status: () => aStatus(),
        peers: () => [aPeer('p1')],
        outsiders: () => NOBODY,
        onChange: subscribe(listeners),
      },
      self: () => self,
      onSelfChange: subscribe(selfListeners),
      scheduler: time,
      send: (batch) => batches.push(batch),
    },
    SETTINGS,
  );
  const emit = (...events: NodeEvent[]): void => {
    for (const event of events) for (const listener of listeners) listener(event);
  };
  const renameSelf = (name: string): void => {
    self = aSelf({ name });
    for (const listener of selfListeners) listener();
  };
  return { pump, time, batches, emit, renameSelf, listeners, selfListeners };
}

function started() {
  const parts = setUp();
  parts.pump.start();
  return parts;
}

const changeset = (seq: number): NodeEvent => ({ kind: 'changeset', changeset: aChangeset(seq) });
const status = (mark: number): NodeEvent => ({ kind: 'status', status: aStatus({ digest: aDigest(mark) }) });
const delivery = (seq: number, seen: number): NodeEvent => ({
  kind: 'delivery',
  seq,
  delivery: { seen, of: 12, ms: 24 },
});
const peer = (rowId: string, rttMs: number): NodeEvent => ({ kind: 'peer', peer: aPeer(rowId, { rttMs }) });

it('[ARCH] sends nothing while nothing changes', async () => {
  const { time, batches } = started();
  await time.pass(10_000);
  expect(batches).toEqual([]);
});

it('[ARCH] sends what happens together as one batch, in order', async () => {
  const { time, batches, emit } = started();
  emit(changeset(1), peer('p1', 1), changeset(2));
  expect(batches).toEqual([]);
  await time.pass(0);
  expect(batches).toEqual([
    {
      seq: 1,
      events: [
        { kind: 'changeset', changeset: aChangeset(1) },
        { kind: 'peer', peer: aPeer('p1', { rttMs: 1 }) },
        { kind: 'changeset', changeset: aChangeset(2) },
      ],
    },
  ]);
});

it('[ARCH] sends at most one batch per interval, each with the next number', async () => {
  const { time, batches, emit } = started();
  emit(changeset(1));
  await time.pass(0);
  emit(changeset(2));
  await time.pass(15);
  emit(changeset(3));
  expect(batches.map((batch) => batch.seq)).toEqual([1]);
  await time.pass(1);
  expect(batches.map((batch) => [batch.seq, batch.events.length])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  await time.pass(100);
  expect(batches).toHaveLength(2);
});

it('[ARCH] keeps only the latest of what replaces itself', async () => {
  const { time, batches, emit, renameSelf } = started();
  emit(status(1), peer('p1', 1), peer('p2', 1), status(2), peer('p1', 2), { kind: 'peer-gone', rowId: 'p2' });
  renameSelf('desk-2');
  renameSelf('desk-3');
  await time.pass(0);
  const {
    id: _id,
    startId: _startId,
    name: _name,
    group: _group,
    peerPort: _port,
    ...live
  } = aStatus({ digest: aDigest(2) });
  expect(batches[0]?.events).toEqual([
    { kind: 'live', live },
    { kind: 'peer', peer: aPeer('p1', { rttMs: 2 }) },
    { kind: 'peer-gone', rowId: 'p2' },
    { kind: 'self', self: aSelf({ name: 'desk-3' }) },
  ]);
});

it('[PB6] tells who has a changeset after the changeset, and only the newest of it', async () => {
  const { time, batches, emit } = started();
  emit(delivery(1, 3), changeset(2), delivery(2, 0), delivery(1, 4), delivery(2, 12));
  await time.pass(0);
  expect(batches[0]?.events).toEqual([changeset(2), delivery(1, 4), delivery(2, 12)]);
});

it('[ARCH] takes a new identity of the node for a change of this machine', async () => {
  const { time, batches, emit } = started();
  emit({ kind: 'identity', id: aSelf().id });
  await time.pass(0);
  expect(batches[0]?.events).toEqual([{ kind: 'self', self: aSelf() }]);
});

it('[LM1] drops an overlong batch and leaves a gap, so that the window fetches again', async () => {
  const { pump, time, batches, emit } = started();
  for (let seq = 1; seq <= SETTINGS.maxPending + 5; seq += 1) emit(changeset(seq));
  await time.pass(0);
  expect(batches).toEqual([{ seq: 2, events: [] }]);
  expect(pump.snapshot().seq).toBe(2);
  emit(changeset(1000));
  await time.pass(16);
  expect(batches[1]).toEqual({ seq: 3, events: [{ kind: 'changeset', changeset: aChangeset(1000) }] });
});

it('[ARCH] sends a batch that is just full', async () => {
  const { time, batches, emit } = started();
  for (let seq = 1; seq <= SETTINGS.maxPending; seq += 1) emit(changeset(seq));
  await time.pass(0);
  expect(batches).toMatchObject([{ seq: 1, events: { length: SETTINGS.maxPending } }]);
});

it('[ARCH] gives a snapshot that names the last batch sent', async () => {
  const { pump, time, emit } = started();
  expect(pump.snapshot()).toMatchObject({ seq: 0, self: aSelf(), peers: [aPeer('p1')], live: { entries: 0 } });
  emit(changeset(1));
  expect(pump.snapshot().seq).toBe(0);
  await time.pass(0);
  expect(pump.snapshot().seq).toBe(1);
});

it('[ARCH] starts and stops more than once, and is silent after', async () => {
  const { pump, time, batches, emit, listeners, selfListeners } = started();
  pump.start();
  expect([listeners.size, selfListeners.size]).toEqual([1, 1]);
  emit(changeset(1));
  pump.stop();
  pump.stop();
  await time.pass(100);
  expect([batches.length, listeners.size, selfListeners.size]).toEqual([0, 0, 0]);
  pump.start();
  emit(changeset(2));
  await time.pass(0);
  expect(batches).toEqual([{ seq: 1, events: [{ kind: 'changeset', changeset: aChangeset(2) }] }]);
});
