import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Candidate } from '../../../core/ports.ts';
import { peerProviderContract } from '../../../core/testing/peer-provider-contract.ts';
import type { NodeId } from '../../../shared/model.ts';
import { createMdnsProvider } from './provider.ts';
import { createTime, FakeNetwork, fakeMachine, interfaceOf } from './testing/fake-network.ts';
import { createLoopbackHarness, until, type LoopbackHarness } from './testing/loopback-harness.ts';

const ANNA = { id: 'a1'.repeat(16) as NodeId, name: 'anna', port: 4097, groupId: null };
const BERT = { id: 'b2'.repeat(16) as NodeId, name: 'bert', port: 4098, groupId: null };

describe('mDNS provider on loopback', () => {
  let harness: LoopbackHarness;
  beforeEach(async () => {
    harness = await createLoopbackHarness();
  });
  afterEach(() => harness.close());

  for (const { title, run } of peerProviderContract) it(title, () => run(harness));

  it('[PD2] starts although its port is taken, and works once that is free', async () => {
    const blocker = createSocket('udp4').bind(harness.port, '0.0.0.0');
    await once(blocker, 'listening');
    const hints: Candidate[] = [];
    await harness.provider({}).start(ANNA, (hint) => hints.push(hint));
    blocker.close();
    await once(blocker, 'close');
    await harness.provider({}).start(BERT, () => undefined);
    await until(() => hints.some(({ id }) => id === BERT.id), 'anna finds bert');
  });

  it('[PD2] started again while its goodbye is on the way, waits for that', async () => {
    const network = new FakeNetwork();
    const time = createTime();
    const { components } = fakeMachine(network, time, { eth0: interfaceOf('10.0.0.1') });
    const provider = createMdnsProvider(components, {});
    await provider.start(ANNA, () => undefined);
    network.sending = 'hangs';
    const stopping = provider.stop();
    const starting = provider.start(BERT, () => undefined);
    await time.pass(999);
    expect(network.sockets).toHaveLength(1);
    await time.pass(1);
    expect(network.sockets.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    await Promise.all([stopping, starting, provider.stop(), time.pass(1_000)]);
    expect(network.open).toEqual([]);
  });

  it('[PD2] starts on a machine without a usable interface', async () => {
    const hints: Candidate[] = [];
    const provider = harness.provider({ interfaces: ['203.0.113.77'] });
    await provider.start(ANNA, (hint) => hints.push(hint));
    provider.refresh();
    provider.announce(BERT);
    await provider.stop();
    expect(hints).toEqual([]);
  });
});
