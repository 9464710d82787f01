import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../shared/model.ts';
import { newOffice, openOffice, peerStates, pullPlug, valuesOf } from '../../../test/support/office.ts';
import { settle } from '../../../test/support/settle.ts';
import { xxh64 } from '../../../test/support/state.ts';
import { PERFECT } from '../testing/memory-network.ts';
import { SimulatedOffice } from '../testing/simulated-office.ts';

const HOUR_MS = 3600 * 1000;

const staticHint = (host: string, port: number | null = null) =>
  ({ host, port, id: null, name: null, foundBy: 'static' }) as const;

describe('discovery', () => {
  it('[PD2] a hint is no peer until it answered hello', async () => {
    const office = await openOffice(1);
    const [only] = office.machines;
    only!.node.addCandidate({ host: 'nowhere', port: 4097, id: null, name: 'ghost', foundBy: 'mdns' });
    await office.time.pass(120_000);
    expect(only!.node.peers()).toEqual([]);
    expect(only!.node.status().sync.kind).toBe('alone');
  });

  it('[PD1] an address without a port is asked on the target port', async () => {
    const office = newOffice();
    const [a, b] = [office.add({ announced: false }), office.add({ announced: false })];
    await a.node.start();
    await b.node.start();
    a.node.addCandidate(staticHint('m1'));
    await office.time.pass(1_000);
    expect(a.node.peers()).toMatchObject([{ host: 'm1', port: 4097, name: 'm1', foundBy: ['static'] }]);
  });

  it('[PD2] who is called learns the caller, without any hint of its own', async () => {
    const office = newOffice();
    const [a, b] = [office.add({ announced: false }), office.add({ announced: false })];
    await a.node.start();
    await b.node.start();
    a.node.addCandidate(staticHint('m1'));
    await office.time.pass(1_000);
    expect(b.node.peers()).toMatchObject([{ host: 'm0', name: 'm0', foundBy: ['heard'], state: { kind: 'alive' } }]);
  });

  it('[PD3] whoever answers with our own id and start id is ourselves, and no peer', async () => {
    const office = await openOffice(2);
    const [first] = office.machines;
    first!.node.addCandidate(staticHint(first!.host));
    await office.time.pass(5_000);
    expect(first!.node.peers()).toHaveLength(1);
  });

  it('[PD3] of two live nodes with one id, the one with the larger start id takes a new one and says so', async () => {
    const office = newOffice();
    const id = 'c'.repeat(32) as NodeId;
    const twins = [office.add({ id, announced: false }), office.add({ id, announced: false })];
    const events: string[] = [];
    for (const { node, host } of twins) node.onChange((event) => event.kind === 'identity' && events.push(host));
    await Promise.all(twins.map(({ node }) => node.start()));
    twins[0]!.node.addCandidate(staticHint('m1'));
    await office.time.pass(5_000);
    const [one, two] = twins.map(({ node }) => node.status());
    const renewed = one!.startId > two!.startId ? 0 : 1;
    expect(twins[1 - renewed]!.node.status().id).toBe(id);
    expect(twins[renewed]!.node.status().id).not.toBe(id);
    expect(events).toEqual([twins[renewed]!.host]);
    expect(twins[renewed]!.node.status().notices).toMatchObject([{ id: 'cloned' }]);
    expect(twins.map(peerStates)).toEqual([['alive'], ['alive']]);
  });
});

describe('the life of a peer', () => {
  it('[PD4] is unreachable when a request failed and nothing was heard for 20 s, and says since when and why', async () => {
    const office = await openOffice(2);
    const [first, second] = office.machines;
    await office.time.pass(15_000);
    const lastHeard = first!.node.peers()[0]!.lastHeard!;
    pullPlug(office, second!);
    const silentMs = () => first!.clock.now() - lastHeard;
    expect(await office.time.passUntil(() => peerStates(first!)[0] === 'unreachable', 60_000)).toBe(true);
    expect(silentMs()).toBeGreaterThanOrEqual(20_000 - 1);
    expect(first!.node.peers()[0]).toMatchObject({
      state: { kind: 'unreachable', reason: expect.stringContaining('No answer') as string },
    });
    expect(first!.node.status().sync).toEqual({ kind: 'alone', unreachable: 1 });
  });

  it('[PD4] comes back by itself, and is compared with at once', async () => {
    const office = await openOffice(2);
    const [first, second] = office.machines;
    pullPlug(office, second!);
    await office.time.pass(10 * 60_000);
    expect(peerStates(first!)).toEqual(['unreachable']);
    await office.write(first!, 'missed', 1);
    await office.time.pass(10_000);
    office.network.conditions = PERFECT;
    expect(await office.time.passUntil(() => valuesOf(second!).has('missed'), 65_000)).toBe(true);
    expect(peerStates(first!)).toEqual(['alive']);
  });

  it('[PD4] is tried at once when discovery sees it again', async () => {
    const office = await openOffice(2);
    const [first, second] = office.machines;
    pullPlug(office, second!);
    await office.time.pass(HOUR_MS);
    office.network.conditions = PERFECT;
    const { id } = second!;
    first!.node.addCandidate({ host: second!.host, port: 4097, id, name: 'm1', foundBy: 'mdns' });
    await office.time.pass(20);
    expect(peerStates(first!)).toEqual(['alive']);
  });

  it('[PD4] is forgotten after 24 h away, unless its address was given', async () => {
    const office = await openOffice(3);
    const [first, second, third] = office.machines;
    first!.node.addCandidate(staticHint(third!.host));
    await office.time.pass(1_000);
    office.network.conditions = { ...PERFECT, connects: (from, to) => from === to };
    await office.time.pass(25 * HOUR_MS);
    expect(first!.node.peers().map(({ host }) => host)).toEqual([third!.host]);
    expect(second).toBeDefined();
  });

  it('[PD4] has left when it said goodbye, and is there again when it starts anew', async () => {
    const office = await openOffice(2);
    const [first, second] = office.machines;
    const stopped = second!.node.stop();
    await office.time.pass(100);
    await stopped;
    expect(peerStates(first!)).toEqual(['left']);
    expect(first!.node.status().sync).toEqual({ kind: 'alone', unreachable: 0 });
    const again = office.add({ id: second!.id });
    await again.node.start();
    await office.time.pass(1_000);
    expect(first!.node.peers()).toMatchObject([{ id: second!.id, host: again.host, state: { kind: 'alive' } }]);
  });

  it('[PD4] a peer that restarts without a word, at another address, is one peer still', async () => {
    const office = await openOffice(2);
    const [first, second] = office.machines;
    await office.write(first!, 'a', 1);
    pullPlug(office, second!);
    const again = office.add({ id: second!.id });
    await again.node.start();
    await office.time.pass(2_000);
    expect(first!.node.peers()).toMatchObject([{ id: second!.id, host: again.host, state: { kind: 'alive' } }]);
    expect(valuesOf(again).get('a')).toBe('1');
  });

  it('[PD4] an address that never answers is shown with the reason, and kept', async () => {
    const office = await openOffice(1);
    const [only] = office.machines;
    only!.node.addCandidate(staticHint('nowhere', 9));
    await office.time.pass(48 * HOUR_MS);
    const row = only!.node.peers()[0];
    expect(row).toMatchObject({ host: 'nowhere', port: 9, id: null, state: { kind: 'unreachable' } });
    expect(row?.exchanges[0]?.text).toBe('Nothing answers at nowhere:9');
    only!.node.forget(row!.rowId);
    expect(only!.node.peers()).toEqual([]);
  });

  it('[LM1] a flood of hints and callers does not grow the table without bound', async () => {
    const office = await openOffice(1);
    const [only] = office.machines;
    for (let i = 0; i < 3_000; i += 1) only!.node.addCandidate(staticHint(`ghost-${i}`));
    await office.time.pass(1_000);
    expect(only!.node.peers().length).toBeLessThanOrEqual(1_024);
  });

  it('[LM1] a flood of hints that lead nowhere does not keep a real peer out for good', async () => {
    const office = newOffice();
    const [only, other] = [office.add({ announced: false }), office.add({ announced: false })];
    await only.node.start();
    await other.node.start();
    const hint = (host: string) => only.node.addCandidate({ host, port: 4097, id: null, name: null, foundBy: 'mdns' });
    for (let i = 0; i < 2_000; i += 1) hint(`ghost-${i}`);
    await office.time.pass(10 * 60_000);
    hint(other.host);
    await office.time.pass(1_000);
    expect(only.node.peers()).toMatchObject([{ host: other.host, state: { kind: 'alive' } }]);
  });
});

describe('what is told of the group', () => {
  it('[PD7] after a change everybody knows within seconds that all agree', async () => {
    const office = await openOffice(5);
    await office.time.pass(30_000);
    await office.write(office.machines[0]!, 'a', 1);
    await office.time.pass(200);
    for (const { node } of office.machines) expect(node.status().sync.kind).not.toBe('behind');
    await office.time.pass(5_000);
    const inSync = { kind: 'in-sync', peers: 4, unreachable: 0 };
    for (const { node } of office.machines) expect(node.status().sync).toEqual(inSync);
  });

  it('[PD7] is never in sync longer than a round after the others fell silent', async () => {
    const office = await openOffice(3);
    await office.time.pass(30_000);
    const [first] = office.machines;
    const told: string[] = [];
    first!.node.onChange((event) => event.kind === 'status' && told.push(event.status.sync.kind));
    office.network.conditions = { ...PERFECT, connects: () => false };
    await office.time.pass(20_000);
    expect(first!.node.status().sync.kind).not.toBe('in-sync');
    expect(told.length).toBeGreaterThan(0);
  });

  it('[PD5] the clock offset of a peer is measured', async () => {
    const office = newOffice();
    const [a, b] = [office.add(), office.add({ clockOffsetMs: 5_000 })];
    await a.node.start();
    await b.node.start();
    await office.time.pass(5_000);
    expect(Math.abs(a.node.peers()[0]!.clockOffsetMs! - 5_000)).toBeLessThan(5);
    expect(Math.abs(b.node.peers()[0]!.clockOffsetMs! + 5_000)).toBeLessThan(5);
  });
});

it('[PD2] a peer that was forgotten while it was cut off for days is found again', async () => {
  const office = new SimulatedOffice({ seed: 1, conditions: PERFECT, settle, xxh64, looksEveryMs: 20_000 });
  await office.open(2);
  await office.time.pass(5_000);
  office.network.conditions = { ...PERFECT, connects: (from, to) => from === to };
  await office.time.pass(30_000);
  for (const { clock } of office.machines) clock.jump(3 * 24 * HOUR_MS);
  await office.time.pass(5 * 60_000);
  expect(office.machines.map(peerStates)).toEqual([[], []]);
  office.network.conditions = PERFECT;
  await office.time.pass(60_000);
  expect(office.machines.map(peerStates)).toEqual([['alive'], ['alive']]);
});

describe('peers of last time', () => {
  it('[PD1] are tried at the next start, without discovery', async () => {
    const office = newOffice();
    const [first, second] = [office.add({ announced: false }), office.add({ announced: false })];
    await Promise.all([first.node.start(), second.node.start()]);
    first.node.addCandidate({ host: second.host, port: null, id: null, name: null, foundBy: 'static' });
    await office.time.pass(120_000);
    office.crash(first);
    await office.restart(first);
    await office.time.pass(1_000);
    expect(first.node.peers().map(({ name, state }) => [name, state.kind])).toEqual([[second.host, 'alive']]);
    expect(first.node.peers()[0]?.foundBy).toContain('remembered');
  });

  it('[PD1] a name that lists this machine itself shows no row for it, again and again', async () => {
    const office = newOffice();
    const machine = office.add({ announced: false });
    await machine.node.start();
    const shown: string[] = [];
    machine.node.onChange((event) => {
      if (event.kind === 'peer') shown.push(event.peer.rowId);
    });
    for (let look = 0; look < 3; look += 1) {
      machine.node.addCandidate({ host: machine.host, port: 4097, id: null, name: null, foundBy: 'dns' });
      await office.time.pass(5_000);
    }
    expect(new Set(shown).size).toBeLessThanOrEqual(1);
    expect(shown.length).toBeLessThanOrEqual(1);
    expect(machine.node.peers()).toEqual([]);
  });
});
