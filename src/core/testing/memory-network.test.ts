import { afterEach, describe, expect, it } from 'vitest';
import { settle } from '../../../test/support/settle.ts';
import type { Transport } from '../ports.ts';
import { ManualClock, ManualTime } from './manual-time.ts';
import { MemoryNetwork, officeDelayMs, PERFECT } from './memory-network.ts';
import { SeededRandom } from './seeded-random.ts';
import { transportContract, type TransportHarness } from './transport-contract.ts';

const started: Transport[] = [];
afterEach(() => Promise.all(started.splice(0).map((transport) => transport.stop())));

function newHarness(): TransportHarness {
  const time = new ManualTime(settle);
  const network = new MemoryNetwork({ scheduler: time, random: new SeededRandom(1) }, PERFECT);
  let hosts = 0;
  return {
    create: () => {
      hosts += 1;
      const host = `m${hosts}`;
      const transport = network.transport(host, 0);
      started.push(transport);
      return { transport, host };
    },
    settle: async (promise) => {
      let isSettled = false;
      const watched = promise.finally(() => (isSettled = true));
      await time.passUntil(() => isSettled, 60_000);
      return watched;
    },
  };
}

describe('the network in memory', () => {
  for (const { title, run } of transportContract) it(`[PS1] ${title}`, () => run(newHarness()));

  it('[RC1] does the same for the same seed', async () => {
    const run = async (seed: number): Promise<string> => {
      const time = new ManualTime(settle);
      const random = new SeededRandom(seed);
      const network = new MemoryNetwork({ scheduler: time, random }, { ...PERFECT, loss: 0.3, delayMs: officeDelayMs });
      const log: string[] = [];
      const server = network.transport('server', 1);
      await server.start(({ path }) => {
        log.push(`${path} ${time.monotonicMs()}`);
        return Promise.resolve({ status: 204, grapevine: null, body: new Uint8Array(0) });
      });
      const client = network.transport('client', 1);
      await client.start(() => Promise.reject(new Error('nobody calls')));
      const limits = { connectTimeoutMs: 100, timeoutMs: 100, maxResponseBytes: 10 };
      const request = { method: 'GET', grapevine: null, body: new Uint8Array(0) };
      for (let i = 0; i < 50; i += 1)
        void client.request({ host: 'server', port: 1 }, { ...request, path: `/${i}` }, limits);
      await time.pass(1_000);
      return log.join();
    };
    expect(await run(7)).toBe(await run(7));
    expect(await run(7)).not.toBe(await run(8));
  });
});

it('[RC1] virtual time runs tasks in order, and clocks can be wrong', async () => {
  const time = new ManualTime(settle);
  const clock = new ManualClock(time, 1_000);
  const order: string[] = [];
  time.after(20, () => order.push('late'));
  time.after(10, () => {
    order.push(`early at ${clock.now()}`);
    time.after(0, () => order.push('in between'));
  });
  const cancel = time.after(15, () => order.push('never'));
  cancel();
  await time.pass(100);
  expect(order).toEqual(['early at 1010', 'in between', 'late']);
  clock.jump(-500);
  expect(clock.now()).toBe(600);
});

it('[ARCH] requests can arrive twice, and messages so late that others overtake them', async () => {
  const time = new ManualTime(settle);
  const random = new SeededRandom(1);
  const conditions = { ...PERFECT, duplicates: 0.5, late: { part: 0.5, byMs: 1_000 } };
  const network = new MemoryNetwork({ scheduler: time, random }, conditions);
  const arrived: string[] = [];
  const [here, there] = [network.transport('here', 1), network.transport('there', 2)];
  const answer = { status: 204, grapevine: null, body: new Uint8Array(0) };
  await here.start(() => Promise.resolve(answer));
  await there.start(({ path }) => {
    arrived.push(path);
    return Promise.resolve(answer);
  });
  const limits = { connectTimeoutMs: 5_000, timeoutMs: 5_000, maxResponseBytes: 1 };
  const paths = Array.from({ length: 40 }, (_, i) => `/${i}`);
  const request = (path: string) => ({ method: 'GET', path, grapevine: null, body: new Uint8Array(0) });
  const all = paths.map((path) => here.request({ host: 'there', port: 2 }, request(path), limits));
  await time.pass(10_000);
  expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
  expect(arrived.length).toBeGreaterThan(50);
  expect(new Set(arrived).size).toBe(40);
  expect(arrived).not.toEqual(arrived.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))));
});
