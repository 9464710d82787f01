import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Announcement, Candidate } from '../../src/core/ports.ts';
import { openMulticastSocket } from '../../src/main/adapters/mdns/multicast-socket.ts';
import { createMdnsProvider } from '../../src/main/adapters/mdns/provider.ts';
import { freeUdpPort, realComponents, until } from '../../src/main/adapters/mdns/testing/loopback-harness.ts';
import { isGoodbye } from '../../src/main/adapters/mdns/testing/link-kit.ts';
import type { NodeId } from '../../src/shared/model.ts';
import { startAgent, type Agent } from './agent-process.ts';
import { groupUsers } from './group-users.ts';

const ANNA: Announcement = { id: 'a1'.repeat(16) as NodeId, name: 'anna', port: 4097, groupId: null };
const BERT: Announcement = { id: 'b2'.repeat(16) as NodeId, name: 'bert', port: 4098, groupId: null };

const knows = (candidates: Candidate[], { id, name, port }: Announcement): boolean =>
  candidates.some((one) => one.id === id && one.name === name && one.port === port && one.host === '127.0.0.1');

describe('mDNS between processes on loopback', () => {
  const agents: Agent[] = [];
  const start = async (self: Announcement, port: number): Promise<Agent> => {
    const agent = await startAgent({ self, settings: { interfaces: ['127.0.0.1'], port } });
    agents.push(agent);
    return agent;
  };
  afterEach(() => Promise.all(agents.splice(0).map((agent) => agent.kill())));

  it('[PD2] two processes find each other, and see changes of name and port', async () => {
    const port = await freeUdpPort();
    const [anna, bert] = await Promise.all([start(ANNA, port), start(BERT, port)]);
    await until(() => knows(anna.candidates, BERT) && knows(bert.candidates, ANNA), 'both find each other');
    const changed = { ...BERT, name: 'bertha', port: 5001 };
    bert.announce(changed);
    await until(() => knows(anna.candidates, changed), 'anna sees the change');
  });

  it('[PD2] a killed process that comes back, at the same port or another, is hinted at again', async () => {
    const port = await freeUdpPort();
    const anna = await start(ANNA, port);
    for (const self of [BERT, BERT, { ...BERT, port: 5001 }]) {
      anna.candidates.length = 0;
      const bert = await start(self, port);
      await until(() => knows(anna.candidates, self), `anna sees bert at port ${self.port}`);
      await bert.kill();
    }
  });

  it('[PD2] says goodbye on quit, and ends', async () => {
    const port = await freeUdpPort();
    const heard: Buffer[] = [];
    const ear = await openMulticastSocket(
      { address: '127.0.0.1', port },
      { onDatagram: (bytes) => heard.push(bytes), onError: () => undefined },
    );
    if (!ear.ok) throw new Error(ear.error);
    const bert = await start(BERT, port);
    await bert.stop();
    await until(
      () => heard.some((bytes) => isGoodbye(bytes) && bytes.includes('bert b2b2b2b2')),
      'the goodbye is heard',
    );
    await ear.value.close();
  });

  it('[PD2] joins the group on the chosen interface only', async (ctx) => {
    if (process.platform !== 'linux') ctx.skip('only Linux tells group memberships in /proc');
    const read = (): Map<string, number> => groupUsers(readFileSync('/proc/net/igmp', 'utf8'));
    const others = (users: Map<string, number>): unknown => [...users].filter(([name]) => name !== 'lo');
    const before = read();
    const provider = createMdnsProvider(realComponents(), { interfaces: ['127.0.0.1'], port: await freeUdpPort() });
    await provider.start(ANNA, () => undefined);
    expect(read().get('lo')).toBeGreaterThanOrEqual(1);
    expect(others(read())).toEqual(others(before));
    await provider.stop();
  });
});
