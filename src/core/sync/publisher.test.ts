import { expect, it } from 'vitest';
import { newOffice, openOffice, valuesOf } from '../../../test/support/office.ts';
import { PERFECT } from '../testing/memory-network.ts';
import type { SimulatedOffice } from '../testing/simulated-office.ts';
import { pushIntervalMs } from './publisher.ts';

/** PUTs that go over the network during `durationMs`. */
async function pushesDuring(office: SimulatedOffice, durationMs: number): Promise<number> {
  const before = office.network.counts.pushes;
  await office.time.pass(durationMs);
  return office.network.counts.pushes - before;
}

/** An office that compares so rarely that only pushes are seen. */
async function pushOnlyOffice(count: number): Promise<SimulatedOffice> {
  const office = newOffice(1, PERFECT, { pullIntervalMs: 1e12 });
  await office.open(count);
  await office.time.pass(60_000);
  return office;
}

it('[PB2] the interval between flushes follows the number of live peers', () => {
  expect([1, 10, 50, 200, 1_000].map((peers) => pushIntervalMs(null, peers))).toEqual([50, 50, 250, 1_000, 1_000]);
  expect(pushIntervalMs(7, 1_000)).toBe(7);
});

it('[PB2] what happens together travels together: one PUT to each peer', async () => {
  const office = await pushOnlyOffice(4);
  const [first] = office.machines;
  for (let i = 0; i < 20; i += 1) await office.write(first!, `k${i}`, i);
  expect(await pushesDuring(office, 20)).toBe(3);
  for (const machine of office.machines) expect(valuesOf(machine).size).toBe(20);
});

it('[PB2] a lone change leaves after at most 5 ms, the next waits for the interval', async () => {
  const office = await pushOnlyOffice(2);
  const [first] = office.machines;
  await office.write(first!, 'a', 1);
  expect(await pushesDuring(office, 5)).toBe(1);
  await office.write(first!, 'a', 2);
  expect(await pushesDuring(office, 40)).toBe(0);
  expect(await pushesDuring(office, 15)).toBe(1);
});

it('[PB1] with nothing in the queue nothing is sent', async () => {
  const office = await pushOnlyOffice(3);
  expect(await pushesDuring(office, 100)).toBe(0);
});

it('[PB7] nothing goes back to the peer it came from, and what came by push is not pushed on', async () => {
  const office = await pushOnlyOffice(3);
  await office.write(office.machines[0]!, 'a', 1);
  expect(await pushesDuring(office, 200)).toBe(2);
});

it('[PB1] expiry is never published', async () => {
  const office = await pushOnlyOffice(2);
  const [first] = office.machines;
  await first!.node.write([{ key: 'a', value: 1, ttl: 1_000 }], { kind: 'user' });
  await office.time.pass(100);
  expect(await pushesDuring(office, 2_000)).toBe(0);
  for (const machine of office.machines) expect(valuesOf(machine).size).toBe(0);
});

it('[PB2] a peer that is slow to answer holds up no other, and gets the rest in one piece', async () => {
  const office = await pushOnlyOffice(3);
  const [first, second, third] = office.machines;
  const slow = (from: string, to: string) => !(from === first!.host && to === third!.host);
  office.network.conditions = { ...PERFECT, connects: slow };
  for (let i = 0; i < 10; i += 1) {
    await office.write(first!, `k${i}`, i);
    await office.time.pass(60);
  }
  expect(valuesOf(second!).size).toBe(10);
  office.network.conditions = PERFECT;
  await office.time.pass(20_000);
  expect(valuesOf(third!).size).toBe(10);
});

it('[ST9] a push that falls below a grave brings the grave back, and the old entry goes here too', async () => {
  const office = await pushOnlyOffice(2);
  const [first, second] = office.machines;
  await first!.node.write([{ key: 'a', value: 'short', ttl: 1_000 }], { kind: 'user' });
  await office.time.pass(5_000);
  const third = office.add();
  third.clock.jump(-60_000);
  await third.node.start();
  await office.time.pass(1_000);
  await office.write(third, 'a', 'from a clock behind');
  await office.time.pass(1_000);
  for (const machine of [first!, second!, third]) expect(valuesOf(machine).size).toBe(0);
});

it('[PB1] what was written last goes out before the node leaves', async () => {
  const office = await openOffice(2);
  const [first, second] = office.machines;
  await office.write(first!, 'last', 'words');
  const stopped = first!.node.stop();
  await office.time.pass(3_000);
  await stopped;
  expect(valuesOf(second!).get('last')).toBe('"words"');
  expect(second!.node.peers()[0]?.state.kind).toBe('left');
});
