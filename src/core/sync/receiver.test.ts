import { expect, it } from 'vitest';
import { ask, newOffice, openOffice, valuesOf } from '../../../test/support/office.ts';
import { PERFECT } from '../testing/memory-network.ts';
import { compareIntervalMs, roundMs } from './receiver.ts';

it('[RC1] compares once in clamp(10 s / live peers, 0.5 s, 10 s)', () => {
  const intervals = [0, 1, 2, 10, 20, 1_000].map((peers) => compareIntervalMs(10_000, peers));
  expect(intervals).toEqual([10_000, 10_000, 5_000, 1_000, 500, 500]);
  expect(compareIntervalMs(60_000, 2)).toBe(30_000);
});

it('[PD7] a round is as long as hearing from every peer may take', () => {
  expect(roundMs(10_000, 5)).toBeGreaterThanOrEqual(2_000 * 5 * 1.5);
});

it('[RC1] at rest every node compares with every other within a round, and nothing but that is sent', async () => {
  const office = await openOffice(4);
  await office.time.pass(20_000);
  const before = { ...office.network.counts };
  const heardBefore = office.time.monotonicMs();
  await office.time.pass(30_000);
  const requests = office.network.counts.requests - before.requests;
  expect(office.network.counts.pushes - before.pushes).toBe(0);
  expect(requests).toBeGreaterThan((4 * 30_000) / (10_000 / 3) / 1.5);
  expect(requests).toBeLessThan(((4 * 30_000) / (10_000 / 3)) * 2);
  for (const { node, clock } of office.machines) {
    for (const peer of node.peers())
      expect(clock.now() - peer.lastHeard!).toBeLessThan(office.time.monotonicMs() - heardBefore);
  }
});

it('[PD7] an office at rest stays in sync: no peer goes unheard for longer than a round', async () => {
  const office = await openOffice(4);
  await office.write(office.machines[0]!, 'a', 1);
  await office.time.pass(10_000);
  const said = new Set<string>();
  for (const { node } of office.machines)
    node.onChange((event) => event.kind === 'status' && said.add(event.status.sync.kind));
  for (let seconds = 0; seconds < 3_600; seconds += 1) {
    for (const { node } of office.machines) said.add(node.status().sync.kind);
    await office.time.pass(1_000);
  }
  expect([...said]).toEqual(['in-sync']);
});

it('[RC1] what a push missed comes by the next comparison', async () => {
  const office = await openOffice(2);
  const [first, second] = office.machines;
  office.network.conditions = { ...PERFECT, loss: 1 };
  await office.write(first!, 'a', 1);
  await office.time.pass(100);
  expect(valuesOf(second!).size).toBe(0);
  office.network.conditions = PERFECT;
  expect(await office.time.passUntil(() => valuesOf(second!).has('a'), 20_000)).toBe(true);
});

it('[RC1] two sides with news of their own both end with everything', async () => {
  const office = await openOffice(2);
  const [first, second] = office.machines;
  office.network.conditions = { ...PERFECT, loss: 1 };
  await office.write(first!, 'a', 1);
  await office.write(second!, 'b', 2);
  await office.time.pass(10_000);
  office.network.conditions = PERFECT;
  await office.time.pass(20_000);
  for (const machine of office.machines) expect([...valuesOf(machine).keys()]).toEqual(['a', 'b']);
});

it('[RC2] a comparison that a cut swallowed does not hold up the one after it', async () => {
  const office = await openOffice(2);
  const [first, second] = office.machines;
  for (const { node } of office.machines) node.syncNow();
  office.network.conditions = { ...PERFECT, loss: 1 };
  await office.time.pass(10);
  office.network.conditions = { ...PERFECT, connects: () => false };
  await office.write(first!, 'a', 1);
  await office.write(second!, 'b', 2);
  await office.time.pass(2_000);
  office.network.conditions = PERFECT;
  for (const { node } of office.machines)
    for (const { host, id } of office.machines)
      node.addCandidate({ host, port: null, id, name: null, foundBy: 'mdns' });
  await office.time.pass(500);
  for (const machine of office.machines) expect([...valuesOf(machine).keys()]).toEqual(['a', 'b']);
});

it('[RC4] an empty node asks for the full state in pages, and the next peer continues where one fails', async () => {
  const office = newOffice();
  const [first, second] = [office.add(), office.add()];
  await first.node.start();
  await second.node.start();
  const writes = Array.from({ length: 100 }, (_, i) => ({ key: `k${i}`, value: `${i}`.padEnd(200_000, 'x') }));
  await first.node.write(writes, { kind: 'user' });
  await office.time.passUntil(() => valuesOf(second).size === 100, 60_000);

  const newcomer = office.add();
  let served = '';
  const pages: string[] = [];
  const heldThen: number[] = [];
  office.network.conditions = {
    ...PERFECT,
    observe: (from, to, { method, path }) => {
      if (from === newcomer.host && method === 'GET' && path.includes('after')) {
        pages.push(`${to}${path}`);
        heldThen.push(valuesOf(newcomer).size);
      }
      if (pages.length !== 3 || served !== '') return;
      served = to;
      office.crash(to === first.host ? first : second);
    },
  };
  await newcomer.node.start();
  await office.time.passUntil(() => valuesOf(newcomer).size === 100, 60_000);
  expect(valuesOf(newcomer).size).toBe(100);
  // The second page was asked for before the first one was taken in.
  expect(heldThen.slice(0, 2)).toEqual([0, 0]);
  const failed = pages[2]!;
  const other = served === first.host ? second.host : first.host;
  expect(pages[3]).toBe(failed.replace(served, other));
  expect(pages.filter((page) => page.endsWith('/?after='))).toHaveLength(1);
});

it('[RC4] a full state that could not be fetched is asked for again as soon as that is possible', async () => {
  const office = newOffice();
  const [holder, newcomer] = [office.add(), office.add()];
  await holder.node.start();
  await office.write(holder, 'a', 1);
  let isCut = false;
  office.network.conditions = {
    ...PERFECT,
    observe: (_from, _to, { path }) => (isCut ||= path.startsWith('/?after=')),
    connects: () => !isCut,
  };
  await newcomer.node.start();
  await office.time.pass(8_000);
  expect(valuesOf(newcomer).size).toBe(0);
  office.network.conditions = PERFECT;
  expect(await office.time.passUntil(() => valuesOf(newcomer).has('a'), 15_000)).toBe(true);
});

it('[RC2] a difference that pulling cannot mend is not pulled again and again', async () => {
  const office = await openOffice(2);
  const [first, second] = office.machines;
  second!.clock.jump(-10 * 60_000);
  await office.write(first!, 'ahead', 1);
  await office.time.pass(5_000);
  let pulls = 0;
  office.network.conditions = { ...PERFECT, observe: (_from, _to, { method }) => (pulls += method === 'GET' ? 1 : 0) };
  await office.time.pass(50_000);
  expect(valuesOf(second!).size).toBe(0);
  expect(pulls).toBeLessThan(12);
  expect(second!.node.status().sync.kind).toBe('behind');
});

it('[RC1] an answer that is not what was asked for harms nobody', async () => {
  const office = await openOffice(2);
  const [first] = office.machines;
  await office.write(first!, 'a', 1);
  const liar = office.network.transport('liar', 4097);
  const header = `1 ${'a'.repeat(32)} ${'b'.repeat(16)} ${'c'.repeat(32)} 5 4097`;
  await liar.start(() => Promise.resolve({ status: 200, grapevine: header, body: Uint8Array.from([0xff, 0x00]) }));
  await ask(office, first!, 'GET', '/', '', header);
  first!.node.addCandidate({ host: 'liar', port: 4097, id: null, name: null, foundBy: 'static' });
  await office.time.pass(30_000);
  expect([...valuesOf(first!)]).toEqual([['a', '1']]);
  expect(first!.node.status().sync).toMatchObject({ kind: 'in-sync', peers: 1 });
});
