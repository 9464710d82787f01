import { describe, expect, it } from 'vitest';
import { openOffice, valuesOf } from '../../../test/support/office.ts';
import { PERFECT } from '../testing/memory-network.ts';
import type { SimulatedOffice } from '../testing/simulated-office.ts';

const PORT = 4097;
const hint = (host: string) => ({ host, port: PORT, id: null, name: null, foundBy: 'static' }) as const;

/** Machines of which `m1` is reached by wireless too, as `m1-wifi`, and `m0` has found out. */
async function officeWithWireless(count = 2): Promise<SimulatedOffice> {
  const office = await openOffice(count);
  office.network.alias('m1-wifi', 'm1', PORT);
  office.machines[0]!.node.addCandidate(hint('m1-wifi'));
  await office.time.pass(1_000);
  return office;
}

/** The cable of `m1` is pulled out. */
function cutCable({ network }: SimulatedOffice): void {
  network.conditions = { ...PERFECT, connects: (from, to) => from !== 'm1' && to !== 'm1' };
}

const peerOf = (office: SimulatedOffice, name: string) =>
  office.machines[0]!.node.peers().find((peer) => peer.name === name);

describe('a peer with two addresses', () => {
  it('[PD1] is one row, asked where it was met first', async () => {
    const office = await officeWithWireless();
    expect(office.machines[0]!.node.peers()).toMatchObject([
      { name: 'm1', host: 'm1', otherAddresses: ['m1-wifi:4097'], state: { kind: 'alive' } },
    ]);
  });

  it('[PD4] is asked at the other one as soon as the first fails, and never called unreachable', async () => {
    const office = await officeWithWireless();
    cutCable(office);
    await office.write(office.machines[0]!, 'cat', 'meow');
    await office.time.pass(3_000);
    expect(valuesOf(office.machines[1]!).get('cat')).toBe('"meow"');
    expect(peerOf(office, 'm1')).toMatchObject({ host: 'm1-wifi', otherAddresses: ['m1:4097'] });
    await office.time.pass(60_000);
    expect(peerOf(office, 'm1')?.state.kind).toBe('alive');
  });

  it('[PD4] is unreachable when it answers at none of them, and found again at either', async () => {
    const office = await officeWithWireless();
    office.network.conditions = { ...PERFECT, connects: () => false };
    await office.time.pass(60_000);
    expect(peerOf(office, 'm1')?.state.kind).toBe('unreachable');
    cutCable(office);
    await office.time.pass(130_000);
    expect(peerOf(office, 'm1')).toMatchObject({ host: 'm1-wifi', state: { kind: 'alive' } });
  });

  it('[PD1] has it no longer when another machine answers there', async () => {
    const office = await officeWithWireless(3);
    office.network.alias('m1-wifi', 'm2', PORT);
    office.machines[0]!.node.addCandidate({ ...hint('m1-wifi'), foundBy: 'heard' });
    await office.time.pass(1_000);
    expect(office.machines[0]!.node.peers()).toHaveLength(2);
    expect(peerOf(office, 'm1')?.otherAddresses).toEqual([]);
    expect(peerOf(office, 'm2')?.otherAddresses).toEqual(['m1-wifi:4097']);
  });

  it('[PD1] that was taken over by another machine is asked at the one that is left', async () => {
    const office = await officeWithWireless(3);
    cutCable(office);
    await office.time.pass(5_000);
    office.network.alias('m1-wifi', 'm2', PORT);
    office.network.conditions = PERFECT;
    await office.time.pass(120_000);
    expect(peerOf(office, 'm1')).toMatchObject({ host: 'm1', state: { kind: 'alive' } });
    expect(office.machines[0]!.node.peers()).toHaveLength(2);
  });
});

it('[LM1] of many addresses of a peer the newest are kept', async () => {
  const office = await openOffice(2);
  for (let i = 0; i < 20; i += 1) {
    office.network.alias(`m1-${i}`, 'm1', PORT);
    office.machines[0]!.node.addCandidate(hint(`m1-${i}`));
    await office.time.pass(100);
  }
  expect(peerOf(office, 'm1')?.otherAddresses).toEqual([13, 14, 15, 16, 17, 18, 19].map((i) => `m1-${i}:4097`));
});
