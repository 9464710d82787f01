import { describe, expect, it } from 'vitest';
import type { NodeId, PeerView } from '../../shared/model.ts';
import { newOffice, openOffice, valuesOf } from '../../../test/support/office.ts';
import { PERFECT } from '../testing/memory-network.ts';
import type { Machine, SimulatedOffice } from '../testing/simulated-office.ts';

const write = ({ node }: Machine, key: string) => node.write([{ key, value: 'x' }], { kind: 'user' });
const rowOf = ({ node }: Machine, { host }: Machine): PeerView | undefined =>
  node.peers().find(({ name }) => name === host);
const stateOf = (machine: Machine, other: Machine) => rowOf(machine, other)?.state.kind;

const block = ({ node }: Machine, { node: other, host }: Machine): void =>
  node.block({ id: other.status().id, name: host, endpoint: { host, port: 4097 }, since: 5 });

/** Watches what goes over the network from now on, as `from>to`. */
function watch(office: SimulatedOffice): string[] {
  const seen: string[] = [];
  office.network.conditions = { ...PERFECT, observe: (from, to) => void seen.push(`${from}>${to}`) };
  return seen;
}

async function three(): Promise<{ office: SimulatedOffice; machines: [Machine, Machine, Machine] }> {
  const office = await openOffice(3);
  await office.time.pass(5_000);
  return { office, machines: office.machines as [Machine, Machine, Machine] };
}

describe('a blocked machine', () => {
  it('[PD4] is neither asked nor answered, and both say so', async () => {
    const { office, machines } = await three();
    const [a, b] = machines;
    block(a, b);
    expect(rowOf(a, b)).toMatchObject({ state: { kind: 'blocked', since: 5 }, digest: null });
    const seen = watch(office);
    await write(b, 'from-b');
    await office.time.pass(120_000);
    expect(seen).toContain(`${b.host}>${a.host}`);
    expect(seen).not.toContain(`${a.host}>${b.host}`);
    expect(rowOf(b, a)?.state).toMatchObject({ kind: 'unreachable', reason: 'It has blocked this machine' });
    expect(stateOf(a, b)).toBe('blocked');
    expect(a.node.status().sync).toEqual({ kind: 'in-sync', peers: 1, unreachable: 0 });
  });

  it('[PD4] still gives and gets what is written by way of others', async () => {
    const { office, machines } = await three();
    const [a, b, c] = machines;
    block(a, b);
    await write(b, 'from-b');
    await write(a, 'from-a');
    await office.time.pass(60_000);
    for (const machine of [a, b, c]) expect([...valuesOf(machine).keys()].sort()).toEqual(['from-a', 'from-b']);
  });

  it('[PD4] stays blocked when it is found again, starts anew, says goodbye, is forgotten or looked for', async () => {
    const { office, machines } = await three();
    const [a, b] = machines;
    block(a, b);
    const { rowId } = rowOf(a, b)!;
    a.node.forget(rowId);
    a.node.syncNow();
    a.node.addCandidate({ host: b.host, port: 4097, id: b.node.status().id, name: null, foundBy: 'mdns' });
    a.node.addCandidate({ host: b.host, port: 4097, id: null, name: null, foundBy: 'static' });
    await office.time.pass(30_000);
    expect(stateOf(a, b)).toBe('blocked');
    const stopped = b.node.stop();
    await office.time.pass(30_000);
    await stopped;
    expect(stateOf(a, b)).toBe('blocked');
    expect(a.node.peers()).toHaveLength(2);
  });

  it('[PD4] is asked and answered again once it is unblocked', async () => {
    const { office, machines } = await three();
    const [a, b] = machines;
    block(a, b);
    await write(b, 'meanwhile');
    await office.time.pass(60_000);
    a.node.unblock(b.node.status().id);
    await office.time.pass(2_000);
    expect(stateOf(a, b)).toBe('alive');
    await office.time.pass(70_000);
    expect(stateOf(b, a)).toBe('alive');
    expect([a, b].map(({ node }) => node.status().sync.kind)).toEqual(['in-sync', 'in-sync']);
  });

  it('[PD4] that was given by its address says what it is, and a web server that forbids all is not said to block', async () => {
    const office = newOffice();
    const [a, b] = [office.add({ announced: false }), office.add({ announced: false })];
    block(a, b);
    await a.node.start();
    await b.node.start();
    const web = office.network.transport('web', 80);
    const forbidden = { status: 403, grapevine: null, body: new Uint8Array() };
    await web.start(() => Promise.resolve(forbidden));
    for (const [host, port] of [[a.host, 4097] as const, ['web', 80] as const])
      b.node.addCandidate({ host, port, id: null, name: null, foundBy: 'static' });
    await office.time.pass(120_000);
    const reasons = b.node.peers().map(({ state }) => (state.kind === 'unreachable' ? state.reason : state.kind));
    expect(reasons).toEqual(['It has blocked this machine', expect.stringContaining('nor a C19 agent')]);
  });

  it('[PD4] may be blocked before the start, and is not greeted then', async () => {
    const office = newOffice();
    const [a, b] = [office.add(), office.add()];
    await b.node.start();
    a.node.block({ id: b.node.status().id, name: 'm1', endpoint: { host: b.host, port: 4097 }, since: 5 });
    await a.node.start();
    const seen = watch(office);
    await office.time.pass(60_000);
    expect(seen).not.toContain(`${a.host}>${b.host}`);
    expect(a.node.status().sync.kind).toBe('alone');
  });

  it('[PD4] is left alone at an address that another machine has by now', async () => {
    const office = newOffice();
    const [a, b] = [office.add(), office.add()];
    a.node.block({ id: 'f'.repeat(32) as NodeId, name: 'gone', endpoint: { host: b.host, port: 4097 }, since: 5 });
    await a.node.start();
    await b.node.start();
    await office.time.pass(30_000);
    expect(stateOf(a, b)).toBe('alive');
    expect(
      a.node
        .peers()
        .map(({ state }) => state.kind)
        .sort(),
    ).toEqual(['alive', 'blocked']);
  });
});
