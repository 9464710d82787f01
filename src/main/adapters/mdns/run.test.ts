import { describe, expect, it } from 'vitest';
import type { Announcement, Candidate } from '../../../core/ports.ts';
import type { ManualTime } from '../../../core/testing/manual-time.ts';
import type { NodeId } from '../../../shared/model.ts';
import type { InterfaceList } from '../interfaces.ts';
import { Run } from './run.ts';
import { DEFAULT_MDNS_SETTINGS, type MdnsSettings } from './settings.ts';
import { createTime, FakeNetwork, fakeMachine, interfaceOf, type LogLine } from './testing/fake-network.ts';

const ANNA: Announcement = { id: 'a1'.repeat(16) as NodeId, name: 'anna', port: 4097, groupId: null };
const BERT: Announcement = { id: 'b2'.repeat(16) as NodeId, name: 'bert', port: 4098, groupId: null };
const [GROUP, OTHER_GROUP] = ['00112233445566ff', 'ff66554433221100'];

interface Machine {
  run: Run;
  hints: Candidate[];
  log: LogLine[];
  interfaces: { list: InterfaceList };
  waiting: Set<object>;
}

class Office {
  readonly network = new FakeNetwork();
  readonly time: ManualTime = createTime();

  async machine(self: Announcement, list: InterfaceList, settings: Partial<MdnsSettings> = {}): Promise<Machine> {
    const { components, log, interfaces, waiting } = fakeMachine(this.network, this.time, list);
    const hints: Candidate[] = [];
    const run = new Run(components, { ...DEFAULT_MDNS_SETTINGS, ...settings }, self, (hint) => hints.push(hint));
    await run.start();
    return { run, hints, log, interfaces, waiting };
  }

  get openAddresses(): string[] {
    return this.network.open.map(({ address }) => address);
  }
}

const hintAt = (host: string): Candidate => ({
  ...{ host, port: 4098, id: BERT.id, name: 'bert', foundBy: 'mdns' },
  groupId: null,
});

describe('mDNS run', () => {
  it('[PD2] works on every usable interface, one socket each', async () => {
    const office = new Office();
    const { run } = await office.machine(ANNA, { eth0: interfaceOf('10.0.1.1'), wlan0: interfaceOf('10.0.2.1') });
    expect(office.openAddresses).toEqual(['10.0.1.1', '10.0.2.1']);
    await run.stop();
    expect(office.openAddresses).toEqual([]);
  });

  it('[PD2] works on the chosen interfaces only, and says which are missing, once', async () => {
    const office = new Office();
    const list = { eth0: interfaceOf('10.0.1.1'), wlan0: interfaceOf('10.0.2.1') };
    const { run, log } = await office.machine(ANNA, list, { interfaces: ['wlan0', 'eth9'] });
    await office.time.pass(30_000);
    expect(office.openAddresses).toEqual(['10.0.2.1']);
    expect(log.filter(({ event }) => event === 'mdns-interfaces')).toHaveLength(1);
    await run.stop();
  });

  it('[PD2] follows interfaces that appear, change their address and vanish, and leaves no socket behind', async () => {
    const office = new Office();
    const machine = await office.machine(ANNA, {});
    expect(office.openAddresses).toEqual([]);
    machine.interfaces.list = { eth0: interfaceOf('10.0.1.1') };
    await office.time.pass(2_000);
    expect(office.openAddresses).toEqual(['10.0.1.1']);
    machine.interfaces.list = { eth0: interfaceOf('10.0.1.2'), wlan0: interfaceOf('10.0.2.1') };
    await office.time.pass(2_000);
    expect(office.openAddresses).toEqual(['10.0.1.2', '10.0.2.1']);
    machine.interfaces.list = { wlan0: interfaceOf('10.0.2.1', '02:00:00:00:00:02') };
    await office.time.pass(2_000);
    expect(office.openAddresses).toEqual(['10.0.2.1']);
    expect(office.network.sockets).toHaveLength(4);
    await office.time.pass(60_000);
    expect(office.network.sockets).toHaveLength(4);
    await machine.run.stop();
    expect(machine.waiting.size).toBe(0);
  });

  it('[PD2] hints at a peer again under its new address when that changed', async () => {
    const office = new Office();
    const anna = await office.machine(ANNA, { eth0: interfaceOf('10.0.1.1') });
    const bert = await office.machine(BERT, { eth0: interfaceOf('10.0.1.2') });
    await office.time.pass(1_000);
    expect(anna.hints).toContainEqual(hintAt('10.0.1.2'));
    anna.hints.length = 0;
    bert.interfaces.list = { eth0: interfaceOf('10.0.1.3') };
    await office.time.pass(2_100);
    expect(anna.hints).toContainEqual(hintAt('10.0.1.3'));
    await Promise.all([anna.run.stop(), bert.run.stop()]);
  });

  it('[PD2] hints at a known peer for as long as it answers, but not at each repetition', async () => {
    const office = new Office();
    const anna = await office.machine(ANNA, { eth0: interfaceOf('10.0.1.1') });
    const bert = await office.machine(BERT, { eth0: interfaceOf('10.0.1.2') });
    await office.time.pass(5_000);
    anna.hints.length = 0;
    await office.time.pass(300_000);
    expect(anna.hints.length).toBeGreaterThan(15);
    expect(anna.hints.length).toBeLessThan(300);
    await Promise.all([anna.run.stop(), bert.run.stop()]);
  });

  it('[PD3] drops itself, but hints at another machine with the same id', async () => {
    const office = new Office();
    const anna = await office.machine(ANNA, { eth0: interfaceOf('10.0.1.1') });
    await office.time.pass(1_000);
    expect(anna.hints).toEqual([]);
    const clone = await office.machine({ ...ANNA, port: 5000 }, { eth0: interfaceOf('10.0.1.2') });
    await office.time.pass(1_000);
    expect(anna.hints).toContainEqual({ ...hintAt('10.0.1.2'), port: 5000, id: ANNA.id, name: 'anna' });
    await Promise.all([anna.run.stop(), clone.run.stop()]);
  });

  it('[PD2] tells the group that a machine announces, and the new one when it changes', async () => {
    const office = new Office();
    const anna = await office.machine(ANNA, { eth0: interfaceOf('10.0.1.1') });
    const bert = await office.machine({ ...BERT, groupId: GROUP }, { eth0: interfaceOf('10.0.1.2') });
    await office.time.pass(2_000);
    expect(new Set(anna.hints.map(({ groupId }) => groupId))).toEqual(new Set([GROUP]));
    bert.run.announce({ ...BERT, groupId: OTHER_GROUP });
    await office.time.pass(2_000);
    expect(anna.hints.at(-1)?.groupId).toBe(OTHER_GROUP);
    await Promise.all([anna, bert].map(({ run }) => run.stop()));
  });

  it('[PD2] refreshed just after a hint, hints again', async () => {
    const office = new Office();
    const anna = await office.machine(ANNA, { eth0: interfaceOf('10.0.1.1') });
    const bert = await office.machine(BERT, { eth0: interfaceOf('10.0.1.2') });
    await office.time.pass(10);
    expect(anna.hints).toEqual([hintAt('10.0.1.2')]);
    anna.run.refresh();
    await office.time.pass(200);
    expect(anna.hints).toEqual([hintAt('10.0.1.2'), hintAt('10.0.1.2')]);
    await Promise.all([anna.run.stop(), bert.run.stop()]);
  });

  it('[PD2] looks at the interfaces and asks at once when refreshed', async () => {
    const office = new Office();
    const bert = await office.machine(BERT, { eth0: interfaceOf('10.0.1.2') });
    const anna = await office.machine(ANNA, { eth0: interfaceOf('10.0.1.1') });
    await office.time.pass(10_500);
    anna.hints.length = 0;
    anna.interfaces.list = { eth0: interfaceOf('10.0.1.1'), wlan0: interfaceOf('10.0.2.1') };
    anna.run.refresh();
    await office.time.pass(200);
    expect(office.openAddresses).toContain('10.0.2.1');
    expect(anna.hints).toContainEqual(hintAt('10.0.1.2'));
    await Promise.all([anna.run.stop(), bert.run.stop()]);
  });
});
