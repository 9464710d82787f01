import { describe, expect, it, vi } from 'vitest';
import type { NodeEvent, NodeStatus } from '../core/node-api.ts';
import { ManualTime } from '../core/testing/manual-time.ts';
import type { C19Version, Digest, NodeId, StartId } from '../shared/model.ts';
import { createSelf } from './self.ts';

const STATUS: NodeStatus = {
  id: 'ab'.repeat(16) as NodeId,
  startId: 'cd'.repeat(8) as StartId,
  name: 'desk-1',
  digest: '0'.repeat(32) as Digest,
  c19Version: '' as C19Version,
  entries: 0,
  group: { kind: 'open' },
  sync: { kind: 'starting' },
  peerPort: 4097,
  notices: [],
};

function machine() {
  const time = new ManualTime(() => Promise.resolve());
  const world = { status: STATUS, addresses: ['10.0.0.1'] };
  let tell: (event: NodeEvent) => void = () => undefined;
  const node = {
    status: () => world.status,
    onChange: (listener: (event: NodeEvent) => void) => {
      tell = listener;
      return () => {
        tell = () => undefined;
      };
    },
  };
  const self = createSelf(
    { node, scheduler: time, addresses: () => world.addresses },
    { apiPort: 3097, program: 'Grapevine test', discovery: { looks: true, announces: true } },
  );
  const listener = vi.fn();
  self.onChange(listener);
  const change = (over: Partial<NodeStatus>): void => {
    world.status = { ...world.status, ...over };
    tell({ kind: 'status', status: world.status });
  };
  return { time, world, self, listener, change };
}

describe('createSelf', () => {
  it('[ARCH] tells what peers and people see of this machine', () => {
    const { self } = machine();
    expect(self.view()).toEqual({
      id: STATUS.id,
      startId: STATUS.startId,
      name: 'desk-1',
      addresses: ['10.0.0.1'],
      peerPort: 4097,
      apiPort: 3097,
      discovery: { looks: true, announces: true },
      program: 'Grapevine test',
      group: { kind: 'open' },
    });
  });

  it('[ARCH] tells of a new name or id, and not of other changes', () => {
    const { self, listener, change } = machine();
    self.start();
    change({ entries: 5 });
    expect(listener).not.toHaveBeenCalled();
    change({ name: 'desk-2' });
    change({ id: 'ef'.repeat(16) as NodeId });
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('[PD6] tells of new addresses within 3 s', async () => {
    const { self, listener, world, time } = machine();
    self.start();
    world.addresses = ['10.0.0.2'];
    await time.pass(3_000);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(self.view().addresses).toEqual(['10.0.0.2']);
    await time.pass(10_000);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('[ARCH] may be started and stopped twice', async () => {
    const { self, listener, world, time, change } = machine();
    self.start();
    self.start();
    self.stop();
    self.stop();
    world.addresses = [];
    await time.pass(10_000);
    change({ name: 'desk-2' });
    expect(listener).not.toHaveBeenCalled();
    self.start();
    change({ name: 'desk-3' });
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
