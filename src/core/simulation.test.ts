import { beforeAll, describe, expect, it } from 'vitest';
import type { Key } from '../shared/model.ts';
import { loadXxh64, type Xxh64 } from './state/xxh64.ts';
import { officeDelayMs } from './testing/memory-network.ts';
import { SeededRandom } from './testing/seeded-random.ts';
import { SimulatedOffice } from './testing/simulated-office.ts';
import { settle } from '../../test/support/settle.ts';

/** Other sizes and seeds: `npm run sim -- --seeds N --nodes N --first SEED`. */
const NODES = Number(process.env['GRAPEVINE_SIM_NODES'] ?? 50);
const SEEDS = Number(process.env['GRAPEVINE_SIM_SEEDS'] ?? 25);
const FIRST = Number(process.env['GRAPEVINE_SIM_FIRST'] ?? 1);
/** Every write is made in this time. */
const BUSY_MS = 5_000;
/** Every machine has compared with every other one by then (RC1). */
const ROUND_MS = Math.max(10_000, 500 * (NODES - 1)) * 1.5 + 500;
/** Bound on virtual time until all agree, from the last write. */
const CONVERGED_WITHIN_MS = 60_000;

let xxh64: Xxh64;
beforeAll(async () => {
  xxh64 = await loadXxh64();
});

/** Machines that start together and write 20 entries, of which 5 collide, while one message in five is lost. */
async function lossyOffice(seed: number): Promise<SimulatedOffice> {
  const conditions = { loss: 0.2, delayMs: officeDelayMs, connects: () => true };
  const office = new SimulatedOffice({ seed, conditions, settle, xxh64 });
  await office.open(NODES);
  for (let i = 0; i < 20; i += 1) {
    const machine = office.machines[(i * 7) % NODES]!;
    await office.write(machine, `desks/${i % 15}`, { taken: i });
    await office.time.pass(BUSY_MS / 20);
  }
  return office;
}

/** Lets time pass until all agree; looks four times a second. */
async function converges(office: SimulatedOffice): Promise<boolean> {
  for (let waited = 0; waited < CONVERGED_WITHIN_MS; waited += 250) {
    if (office.agree()) return true;
    await office.time.pass(250);
  }
  return office.agree();
}

describe(`an office of ${NODES} under 20 % loss`, () => {
  it(`[RC1] converges for ${SEEDS} seeds`, { timeout: 600_000 + SEEDS * 30_000 }, async () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const replay = `replay with: npm run sim -- --seeds 1 --nodes ${NODES} --first ${seed}`;
      const office = await lossyOffice(seed);
      expect(await converges(office), replay).toBe(true);
      expect(office.machines[0]!.node.status().entries, replay).toBe(15);
    }
  });
});

describe(`one write after another in an office of ${NODES} under 20 % loss`, () => {
  it(
    `[RC1] each of ${SEEDS} is everywhere after one round of comparisons`,
    { timeout: 600_000 + SEEDS * 5_000 },
    async () => {
      const conditions = { loss: 0.2, delayMs: officeDelayMs, connects: () => true };
      const office = new SimulatedOffice({ seed: FIRST, conditions, settle, xxh64 });
      await office.open(NODES);
      await office.time.pass(BUSY_MS);
      const random = new SeededRandom(FIRST);
      for (let i = 0; i < SEEDS; i += 1) {
        const writer = office.machines[Math.floor(random.next() * NODES)]!;
        const key = `news/${i}`;
        await office.write(writer, key, i);
        const isEverywhere = (): boolean => office.machines.every(({ node }) => node.entry(key as Key) !== null);
        expect(await passInSteps(office, isEverywhere, ROUND_MS), `write ${i} missed a machine`).toBe(true);
        await office.time.pass(random.next() * BUSY_MS);
      }
    },
  );
});

/** Lets time pass until the condition holds, looking at it every 25 ms. */
async function passInSteps(office: SimulatedOffice, condition: () => boolean, boundMs: number): Promise<boolean> {
  for (let passed = 0; passed < boundMs && !condition(); passed += 25) await office.time.pass(25);
  return condition();
}
