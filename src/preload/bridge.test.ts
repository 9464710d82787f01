import { expect, it } from 'vitest';
import { requestSchemas, type EventBatch, type GrapevineBridge } from '../shared/ipc.ts';
import { createBridge } from './bridge.ts';

function setUp() {
  const calls: unknown[] = [];
  const listeners = new Set<(batch: EventBatch) => void>();
  const bridge = createBridge({
    invoke: (channel, request) => {
      calls.push([channel, request]);
      return Promise.resolve('answer');
    },
    onEvents: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return { bridge, calls, listeners };
}

it('[ARCH] has one method per channel, the events, and nothing else', () => {
  const { bridge } = setUp();
  expect(Object.keys(bridge).sort()).toEqual([...Object.keys(requestSchemas), 'onEvents'].sort());
});

it('[ARCH] passes a request on and its answer back', async () => {
  const { bridge, calls } = setUp();
  expect(await bridge.getEntry({ key: 'a' })).toBe('answer');
  expect(await bridge.syncNow()).toBe('answer');
  expect(calls).toEqual([
    ['getEntry', { key: 'a' }],
    ['syncNow', undefined],
  ]);
});

it('[ARCH] keeps a request that does not fit', async () => {
  const { bridge, calls } = setUp();
  const call = bridge.getEntry as unknown as (request: unknown) => ReturnType<GrapevineBridge['getEntry']>;
  expect(await call({ key: 5 })).toEqual({ refused: expect.any(String) as string });
  expect(calls).toEqual([]);
});

it('[ARCH] passes events on until told to end', () => {
  const { bridge, listeners } = setUp();
  const seen: number[] = [];
  const end = bridge.onEvents((batch) => seen.push(batch.seq));
  for (const listener of listeners) listener({ seq: 1, events: [] });
  end();
  expect([seen, listeners.size]).toEqual([[1], 0]);
});
