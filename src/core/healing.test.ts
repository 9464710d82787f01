/** Networks that fail and come back, and nodes that never rest, in virtual time (RC1-RC3). */
import { describe, expect, it } from 'vitest';
import { newOffice, valuesOf } from '../../test/support/office.ts';
import { officeDelayMs, PERFECT, type NetworkConditions } from './testing/memory-network.ts';
import { SeededRandom } from './testing/seeded-random.ts';
import type { Machine, SimulatedOffice } from './testing/simulated-office.ts';

/** Between two writes. */
const PAUSE_MS = 5;
const OFFICE: NetworkConditions = { ...PERFECT, delayMs: officeDelayMs };

async function openOffice(count: number, seed: number): Promise<SimulatedOffice> {
  const office = newOffice(seed, OFFICE);
  await office.open(count);
  await office.time.pass(10_000);
  return office;
}

async function writeSome(
  office: SimulatedOffice,
  machines: readonly Machine[],
  count: number,
  prefix: string,
): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await office.write(machines[i % machines.length]!, `${prefix}/${i}`, i);
    await office.time.pass(PAUSE_MS);
  }
}

type SideOf = (host: string) => number;

const inHalves: SideOf = (host) => Number(host.slice(1)) % 2;
const oneAlone: SideOf = (host) => (host === 'm7' ? 1 : 0);

/** An office of 16 that was in two parts for so long, with 100 changes on each side. */
async function openCutOffice(seed: number, cutMs: number, sideOf = inHalves): Promise<SimulatedOffice> {
  const office = await openOffice(16, seed);
  office.network.conditions = { ...OFFICE, connects: (from, to) => sideOf(from) === sideOf(to) };
  const cutAt = office.time.monotonicMs();
  for (const side of [0, 1]) {
    const machines = office.machines.filter(({ host }) => sideOf(host) === side);
    await writeSome(office, machines, 100, `side${side}`);
  }
  await office.time.pass(cutMs - (office.time.monotonicMs() - cutAt));
  expect(office.agree()).toBe(false);
  return office;
}

/** How long the office takes to be alike once its network is whole. */
async function healedMs(office: SimulatedOffice, observe?: NetworkConditions['observe']): Promise<number> {
  office.network.conditions = { ...OFFICE, ...(observe === undefined ? {} : { observe }) };
  const since = office.time.monotonicMs();
  await office.time.passUntil(() => office.agree(), 60_000);
  expect(valuesOf(office.machines[0]!).size).toBe(200);
  return office.time.monotonicMs() - since;
}

/** As mDNS does when one asks who is there: everybody hears of everybody at the same moment. */
function announceAll({ machines }: SimulatedOffice): void {
  for (const { node } of machines)
    for (const { host, id } of machines) node.addCandidate({ host, port: null, id, name: null, foundBy: 'mdns' });
}

describe('a network cut in two', () => {
  it.each([2_000, 5_000, 30_000, 60_000].flatMap((cutMs) => [1, 2, 3, 4, 5].map((seed) => [cutMs, seed] as const)))(
    '[RC2] heals within 1 s of its return after %i ms: 2 x 8 machines with 100 changes on each side (seed %i)',
    async (cutMs, seed) => {
      expect(await healedMs(await openCutOffice(seed, cutMs))).toBeLessThan(1_000);
    },
  );

  it.each(
    [inHalves, oneAlone].flatMap((sideOf) => [1, 2, 3, 4, 5].map((seed) => [sideOf.name, seed, sideOf] as const)),
  )(
    '[RC2] when all meet again at the same moment a few bring the changes for everybody (%s, seed %i)',
    async (_name, seed, sideOf) => {
      const office = await openCutOffice(seed, 30_000, sideOf);
      const pairs = new Set<string>();
      const healed = healedMs(office, (from, to, { path }) => {
        if (path === '/-/reconcile') pairs.add(`${from} ${to}`);
      });
      announceAll(office);
      expect(await healed).toBeLessThan(1_000);
      expect(pairs.size).toBeLessThanOrEqual(8);
    },
  );
});

describe('a writer that never rests', () => {
  it.each([1, 2, 3])(
    '[RC2] under 10 changes a second and a fifth of all messages lost every entry older than 15 s is everywhere (seed %i)',
    async (seed) => {
      const office = await openOffice(20, seed);
      const random = new SeededRandom(seed);
      office.network.conditions = { ...OFFICE, loss: 0.2 };
      const written: { key: string; at: number }[] = [];
      for (let i = 0; i < 400; i += 1) {
        const key = `k${i}`;
        await office.write(office.machines[Math.floor(random.next() * 20)]!, key, i);
        written.push({ key, at: office.time.monotonicMs() });
        await office.time.pass(100);
        if (i % 50 !== 49) continue;
        const old = written.filter(({ at }) => office.time.monotonicMs() - at > 15_000);
        for (const machine of office.machines) {
          const held = valuesOf(machine);
          expect(old.filter(({ key: one }) => !held.has(one))).toEqual([]);
        }
      }
    },
  );

  it('[RC2] once all is quiet no repair traffic remains: comparisons only', async () => {
    const office = await openOffice(12, 1);
    office.network.conditions = { ...OFFICE, loss: 0.2 };
    await writeSome(office, office.machines, 100, 'k');
    office.network.conditions = OFFICE;
    await office.time.passUntil(() => office.agree(), 60_000);
    await office.time.pass(30_000);
    const paths = new Map<string, number>();
    const observe: NetworkConditions['observe'] = (_from, _to, { method, path }) => {
      const kind = method === 'GET' ? 'compare' : `${method} ${path}`;
      paths.set(kind, (paths.get(kind) ?? 0) + 1);
    };
    office.network.conditions = { ...OFFICE, observe };
    await office.time.pass(60_000);
    expect([...paths.keys()]).toEqual(['compare']);
    // Twelve machines, each comparing with all others once in 10 s.
    expect(paths.get('compare')).toBeLessThan(12 * 11 * 6 * 1.5);
  });
});
