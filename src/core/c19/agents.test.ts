import { afterEach, describe, expect, it } from 'vitest';
import { machineNamed, MixedOffice, type MixedOptions } from '../../../test/support/mixed-office.ts';

const open: MixedOffice[] = [];
afterEach(() => Promise.all(open.splice(0).map((mixed) => mixed.close())));

async function openMixed(options: Partial<MixedOptions> = {}): Promise<MixedOffice> {
  const mixed = await MixedOffice.open({ nodes: 3, agents: 1, ...options });
  open.push(mixed);
  return mixed;
}

describe('who an agent is', () => {
  it('[C1.1] is found out by one GET; from then on it gets nothing but PUT / and GET without a header', async () => {
    const mixed = await openMixed();
    await mixed.office.write(mixed.office.machines[0]!, 'a', 1);
    await mixed.office.time.pass(30_000);
    const sent = mixed.seen.filter(({ to }) => to === 'c0');
    for (const machine of mixed.office.machines) {
      const [first, ...rest] = sent.filter(({ from }) => from === machine.host);
      expect(first).toMatchObject({ method: 'GET', path: '/0' });
      expect(rest.every(({ grapevine }) => grapevine === null)).toBe(true);
    }
    expect(sent.every(({ method, path }) => (method === 'PUT' ? path === '/' : /^\/\d*$/.test(path)))).toBe(true);
    for (const row of mixed.rows(mixed.agents[0]!))
      expect(row).toMatchObject({ kind: 'c19', id: null, state: { kind: 'alive' }, foundBy: ['static'] });
  });

  it('[C1.1] a native node at a given address is asked the same and then greeted', async () => {
    const mixed = await openMixed({ nodes: 1, agents: 0 });
    const other = mixed.office.add({ announced: false });
    await other.node.start();
    const [first] = mixed.office.machines;
    first!.node.addCandidate({ host: other.host, port: 4097, id: null, name: null, foundBy: 'static' });
    await mixed.office.time.pass(1_000);
    expect(first!.node.peers()).toMatchObject([{ kind: 'native', id: other.id, state: { kind: 'alive' } }]);
  });

  it('[PD7] the node that serves it tells whether it agrees, and the others do not count it', async () => {
    const mixed = await openMixed();
    await mixed.office.write(mixed.office.machines[0]!, 'a', 1);
    await mixed.office.time.pass(10_000);
    const [agent] = mixed.agents;
    const [serving] = mixed.servedBy(agent!, mixed.office.time.monotonicMs() - 5_000);
    for (const machine of mixed.office.machines) {
      const row = machine.node.peers().find(({ kind }) => kind === 'c19');
      expect(row?.version).toBe(machine.host === serving ? 'same' : 'unknown');
      const peers = machine.host === serving ? 3 : 2;
      expect(machine.node.status().sync).toEqual({ kind: 'in-sync', peers, unreachable: 0 });
    }
    mixed.put(agent!, { b: { value: 1 } });
    const server = machineNamed(mixed, serving!);
    await server.node.write([{ key: 'c', value: 1 }], { kind: 'user' });
    expect(server.node.status().sync.kind).toBe('checking');
  });
});

describe('who serves it', () => {
  it('[C1.3] is one of the nodes that list it: it alone sends every commit and asks', async () => {
    const mixed = await openMixed();
    const { time } = mixed.office;
    const since = time.monotonicMs();
    for (const [i, machine] of mixed.office.machines.entries()) await mixed.office.write(machine, `k${i}`, i);
    await time.pass(1_000);
    expect(['k0', 'k1', 'k2'].every((key, i) => mixed.agreeOn(key, i))).toBe(true);
    await time.pass(60_000);
    expect(mixed.servedBy(mixed.agents[0]!, since)).toHaveLength(1);
  });

  it('[C1.3] another one takes over when it says goodbye, and hands it back when it returns', async () => {
    const mixed = await openMixed();
    const { office } = mixed;
    const [agent] = mixed.agents;
    const [serving] = mixed.servedBy(agent!, office.time.monotonicMs() - 2_500);
    const server = machineNamed(mixed, serving!);
    const stopped = server.node.stop();
    await office.time.pass(3_000);
    await stopped;
    let since = office.time.monotonicMs();
    const other = office.machines.find((machine) => machine !== server)!;
    await office.write(other, 'while away', 1);
    await office.time.pass(5_000);
    const heirs = mixed.servedBy(agent!, since);
    expect(heirs).toHaveLength(1);
    expect(heirs).not.toContain(serving);
    expect(agent!.c19.agent.entry('while away')?.value).toBe(1);
    await office.restart(server);
    mixed.list(server.node);
    await office.time.pass(10_000);
    since = office.time.monotonicMs();
    await office.write(other, 'back again', 1);
    await office.time.pass(65_000);
    expect(mixed.servedBy(agent!, since)).toEqual([serving]);
    expect(agent!.c19.agent.entry('back again')?.value).toBe(1);
  });

  it('[C1.3] another one takes over when its plug is pulled, and the agent gets what it missed', async () => {
    const mixed = await openMixed({ agentsKnowNodes: false });
    const { office } = mixed;
    const [agent] = mixed.agents;
    const [serving] = mixed.servedBy(agent!, office.time.monotonicMs() - 2_500);
    office.crash(machineNamed(mixed, serving!));
    const other = office.machines.find(({ host }) => host !== serving)!;
    await office.write(other, 'missed', 1);
    expect(await office.time.passUntil(() => agent!.c19.agent.entry('missed') !== null, 60_000)).toBe(true);
    await office.restart(machineNamed(mixed, serving!));
  });

  it('[C1.3] a node that cannot reach the agent leaves it to one that can', async () => {
    const mixed = await openMixed({ agentsKnowNodes: false });
    const { office } = mixed;
    const [agent] = mixed.agents;
    const [serving] = mixed.servedBy(agent!, office.time.monotonicMs() - 2_500);
    const isCut = (from: string, to: string): boolean => [from, to].includes(serving!) && [from, to].includes('c0');
    office.network.conditions = { ...office.network.conditions, connects: (from, to) => !isCut(from, to) };
    await office.write(machineNamed(mixed, serving!), 'around', 1);
    expect(await office.time.passUntil(() => agent!.c19.agent.entry('around') !== null, 90_000)).toBe(true);
    const row = machineNamed(mixed, serving!)
      .node.peers()
      .find(({ kind }) => kind === 'c19');
    expect(row?.state.kind).toBe('unreachable');
    office.network.conditions = { ...office.network.conditions, connects: () => true };
    await office.time.pass(120_000);
    expect(mixed.servedBy(agent!, office.time.monotonicMs() - 61_000)).toEqual([serving]);
  });

  it('[C1.3] an agent that was away is tried again as any other given address, and gets what it missed', async () => {
    const mixed = await openMixed({ agentsKnowNodes: false });
    const { office } = mixed;
    const [agent] = mixed.agents;
    await agent!.c19.stop();
    await office.write(office.machines[0]!, 'missed', 1);
    await office.time.pass(120_000);
    expect(mixed.rows(agent!).map((row) => row?.state.kind)).toContain('unreachable');
    await agent!.c19.start();
    expect(await office.time.passUntil(() => mixed.agree(), 70_000)).toBe(true);
  });

  it('[C1.6] an agent that hangs holds nobody up, and is served again when it answers', async () => {
    const mixed = await openMixed({ agents: 2, agentsKnowNodes: false });
    const { office } = mixed;
    const normal = office.network.conditions;
    office.network.conditions = { ...normal, connects: (from) => from !== 'c0' };
    for (let i = 0; i < 20; i += 1) {
      await office.write(office.machines[i % 3]!, `k${i}`, i);
      await office.time.pass(1_000);
      expect(mixed.agents[1]!.c19.agent.entry(`k${i}`)?.value).toBe(i);
    }
    await office.time.pass(60_000);
    expect(office.agree()).toBe(true);
    office.network.conditions = normal;
    expect(await office.time.passUntil(() => mixed.agree(), 120_000)).toBe(true);
  });
});
