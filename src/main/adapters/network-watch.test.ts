import type { NetworkInterfaceInfo } from 'node:os';
import { beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../../../test/support/settle.ts';
import type { Scheduler } from '../../core/ports.ts';
import { ManualClock, ManualTime } from '../../core/testing/manual-time.ts';
import type { InterfaceList } from './interfaces.ts';
import { NetworkWatch } from './network-watch.ts';

const about = { netmask: '', mac: '02:00:00:00:00:01' };
const v4 = (address: string): NetworkInterfaceInfo => {
  return { ...about, address, family: 'IPv4', internal: address.startsWith('127.'), cidr: `${address}/24` };
};
const v6 = (address: string): NetworkInterfaceInfo => {
  return { ...about, address, family: 'IPv6', internal: false, cidr: `${address}/64`, scopeid: 2 };
};
const office = (): { lo: NetworkInterfaceInfo[]; eth0: NetworkInterfaceInfo[] } => ({
  lo: [v4('127.0.0.1')],
  eth0: [v4('10.0.0.5'), v6('fd00::5'), v6('fe80::5')],
});
const home = (): InterfaceList => ({ lo: [v4('127.0.0.1')], eth0: [v4('192.168.1.20')] });

let time: ManualTime;
let clock: ManualClock;
let list: () => InterfaceList;
/** Timers that come too late, on a monotonic clock that goes on in sleep. */
let lateMs: number;
let told: { kind: string; at: number }[];
let watch: NetworkWatch;

beforeEach(() => {
  time = new ManualTime(settle);
  clock = new ManualClock(time, 1_800_000_000_000);
  list = office;
  lateMs = 0;
  told = [];
  const scheduler: Scheduler = {
    monotonicMs: () => time.monotonicMs() + lateMs,
    after: (delayMs, task) => time.after(delayMs, task),
  };
  const components = { clock, scheduler, networkInterfaces: () => list() };
  watch = new NetworkWatch(components, {}, ({ kind }) => told.push({ kind, at: time.monotonicMs() }));
});

describe('network watch', () => {
  it('[PD6] tells of other addresses once, within 1.5 s', async () => {
    watch.start();
    await time.pass(10_100);
    expect(told).toEqual([]);
    list = home;
    await time.pass(60_000);
    expect(told).toEqual([{ kind: 'network', at: 11_500 }]);
  });

  it.each<[string, () => InterfaceList]>([
    ['a new interface', () => ({ ...office(), wlan0: [v4('10.1.0.9')] })],
    ['an interface that goes', () => ({ lo: [v4('127.0.0.1')] })],
    ['another name for the same address', () => ({ lo: [v4('127.0.0.1')], eth1: office().eth0 })],
    ['a new IPv6 address', () => ({ ...office(), eth0: [...office().eth0, v6('fd00::6')] })],
  ])('[PD6] %s is a change of network', async (_, other) => {
    watch.start();
    list = other;
    await time.pass(3_000);
    expect(told.map(({ kind }) => kind)).toEqual(['network']);
  });

  it.each<[string, () => InterfaceList]>([
    ['the same in another order', () => ({ eth0: [...office().eth0].reverse(), lo: office().lo })],
    ['another hardware address', () => ({ ...office(), eth0: office().eth0.map((one) => ({ ...one, mac: 'x' })) })],
    ['a link-local IPv6 address that comes', () => ({ ...office(), veth1: [v6('fe80::9')] })],
    [
      'a system that does not tell',
      () => {
        throw new Error('not permitted');
      },
    ],
  ])('[PD6] %s is no change', async (_, other) => {
    watch.start();
    list = other;
    await time.pass(10_000);
    list = office;
    await time.pass(10_000);
    expect(told).toEqual([]);
    list = home;
    await time.pass(3_000);
    expect(told).toHaveLength(1);
  });

  it('[PD6] addresses that come one after another are one change', async () => {
    watch.start();
    list = () => ({ lo: [v4('127.0.0.1')] });
    await time.pass(1_200);
    list = home;
    await time.pass(60_000);
    expect(told).toEqual([{ kind: 'network', at: 2_000 }]);
  });

  it('[PD6] an address that went and came back is told too: what was open on it is gone', async () => {
    watch.start();
    list = () => ({ lo: [v4('127.0.0.1')] });
    await time.pass(1_200);
    list = office;
    await time.pass(60_000);
    expect(told).toHaveLength(1);
  });

  it('[PD6] changes without end do not keep it silent', async () => {
    let address = 0;
    watch.start();
    list = () => ({ eth0: [v4(`10.0.0.${(address += 1)}`)] });
    await time.pass(3_000);
    expect(told).toEqual([{ kind: 'network', at: 2_500 }]);
  });

  it('[PD6] a wall clock that is ahead of the timers is a wake: the timers stood still in sleep', async () => {
    watch.start();
    await time.pass(10_500);
    clock.jump(8 * 3_600_000);
    await time.pass(60_000);
    expect(told).toEqual([{ kind: 'wake', at: 11_500 }]);
  });

  it('[PD6] a timer that comes too late is a wake', async () => {
    watch.start();
    await time.pass(10_500);
    lateMs = 6_000;
    await time.pass(60_000);
    expect(told).toEqual([{ kind: 'wake', at: 11_500 }]);
  });

  it('[PD6] a wake on another network is a wake, told once', async () => {
    watch.start();
    await time.pass(10_500);
    clock.jump(3_600_000);
    await time.pass(600);
    list = home;
    await time.pass(60_000);
    expect(told.map(({ kind }) => kind)).toEqual(['wake']);
  });

  it('[PD6] a clock that is set back, and a look that is a little late, are no wake', async () => {
    watch.start();
    await time.pass(10_500);
    clock.jump(-3_600_000);
    await time.pass(10_000);
    lateMs = 5_000;
    await time.pass(10_000);
    expect(told).toEqual([]);
    clock.jump(5_001);
    await time.pass(10_000);
    expect(told).toHaveLength(1);
  });

  it('[PD6] starts and stops, more than once, and tells nothing of the time between', async () => {
    watch.stop();
    watch.start();
    watch.start();
    watch.stop();
    watch.stop();
    list = home;
    await time.pass(10_000);
    watch.start();
    await time.pass(10_000);
    expect(told).toEqual([]);
    list = office;
    await time.pass(10_000);
    expect(told.map(({ kind }) => kind)).toEqual(['network']);
  });

  it('[PD6] a change that was not told by the stop is never told', async () => {
    watch.start();
    list = home;
    await time.pass(1_100);
    watch.stop();
    await time.pass(10_000);
    expect(told).toEqual([]);
  });
});
