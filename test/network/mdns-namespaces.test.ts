import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import type { Announcement } from '../../src/core/ports.ts';
import { until } from '../../src/main/adapters/mdns/testing/loopback-harness.ts';
import type { NodeId } from '../../src/shared/model.ts';
import { startAgent, type Agent } from './agent-process.ts';
import { groupUsers } from './group-users.ts';
import { createLab, type Lab } from './namespaces.ts';

const ANNA: Announcement = { id: 'a1'.repeat(16) as NodeId, name: 'anna', port: 4097, groupId: null };
const BERT: Announcement = { id: 'b2'.repeat(16) as NodeId, name: 'bert', port: 4098, groupId: null };
const CARL: Announcement = { id: 'c3'.repeat(16) as NodeId, name: 'carl', port: 4099, groupId: null };

const knowsAt = ({ candidates }: Agent, { id, port }: Announcement, host: string): boolean =>
  candidates.some((one) => one.id === id && one.port === port && one.host === host);

describe('mDNS between machines', () => {
  let lab: Lab | null = null;
  const agents: Agent[] = [];

  beforeEach(async () => {
    lab = await createLab(['10.77.0.1/24', '10.77.0.2/24', '10.77.0.3/24']);
  });
  afterEach(async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.kill()));
    await lab?.remove();
  });

  const labOf = (ctx: TestContext): Lab => lab ?? ctx.skip('network namespaces need root and the ip command');
  const start = async (self: Announcement, machine: string, interfaces: string[] | null = null): Promise<Agent> => {
    const agent = await startAgent({ self, settings: { interfaces } }, machine);
    agents.push(agent);
    return agent;
  };

  it('[PD2] machines find each other, follow a change of address, and see a crashed one come back', async (ctx) => {
    const { machines, ip } = labOf(ctx);
    const [first, second] = machines as [string, string, string];
    const anna = await start(ANNA, first);
    const bert = await start(BERT, second);
    await until(() => knowsAt(anna, BERT, '10.77.0.2') && knowsAt(bert, ANNA, '10.77.0.1'), 'both find each other');

    ip(second, 'address', 'add', '10.77.0.20/24', 'dev', 'eth0');
    ip(second, 'address', 'del', '10.77.0.2/24', 'dev', 'eth0');
    ip(second, 'address', 'replace', '10.77.0.20/24', 'dev', 'eth0');
    await until(() => knowsAt(anna, BERT, '10.77.0.20'), 'anna sees the new address');

    await bert.kill();
    const restarted = { ...BERT, port: 5001 };
    await start(restarted, second);
    await until(() => knowsAt(anna, restarted, '10.77.0.20'), 'anna sees the new port');
  });

  it('[PD2] a machine that gets its network late is found without a restart', async (ctx) => {
    const { machines, ip } = labOf(ctx);
    const [first, second] = machines as [string, string, string];
    ip(second, 'address', 'flush', 'dev', 'eth0');
    const anna = await start(ANNA, first);
    const bert = await start(BERT, second);
    ip(second, 'address', 'add', '10.77.0.2/24', 'dev', 'eth0');
    await until(() => knowsAt(anna, BERT, '10.77.0.2') && knowsAt(bert, ANNA, '10.77.0.1'), 'both find each other');
  });

  it('[PD2] is in the group once on each interface it works on, and nowhere when it has stopped', async (ctx) => {
    const { machines, read } = labOf(ctx);
    const [first, second] = machines as [string, string, string];
    const usersIn = (machine: string): unknown => [...groupUsers(read(machine, '/proc/net/igmp'))];
    const anna = await start(ANNA, first);
    expect(usersIn(first)).toEqual([['eth0', 1]]);
    await start(BERT, second, ['lo']);
    expect(usersIn(second)).toEqual([['lo', 1]]);
    await anna.stop();
    expect(usersIn(first)).toEqual([]);
  });

  it('[PD2] nothing leaves an interface that was not chosen', async (ctx) => {
    const { machines } = labOf(ctx);
    const [first, second, third] = machines as [string, string, string];
    const anna = await start(ANNA, first);
    const bert = await start(BERT, second, ['lo']);
    await start(CARL, third);
    await until(() => knowsAt(anna, CARL, '10.77.0.3'), 'anna finds carl');
    expect(anna.candidates.filter(({ id }) => id === BERT.id)).toEqual([]);
    expect(bert.candidates).toEqual([]);
  });
});
