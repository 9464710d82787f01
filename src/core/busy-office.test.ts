import { describe, expect, it } from 'vitest';
import { settle } from '../../test/support/settle.ts';
import { xxh64 } from '../../test/support/state.ts';
import type { Key } from '../shared/model.ts';
import type { PeerRequest } from './ports.ts';
import { officeDelayMs, type NetworkConditions } from './testing/memory-network.ts';
import { SimulatedOffice } from './testing/simulated-office.ts';

const MACHINES = 16;
const SEEDS = [1, 2, 3];
/** Ten changes a second. */
const BETWEEN_WRITES_MS = 100;
const WRITES = 600;
/** An entry that is older must be everywhere. */
const EVERYWHERE_WITHIN_MS = 15_000;
const QUIET_MS = 60_000;

/** What a request is for, by what its first line says. */
const kindOf = ({ method, path }: PeerRequest): string =>
  /^\/[0-9a-f]{32}$/.test(path) ? `${method} /<digest>` : `${method} ${path}`;

/** An office in which one message in five is lost, and the requests made in it by kind. */
async function lossyOffice(seed: number): Promise<{ office: SimulatedOffice; counts: Map<string, number> }> {
  const counts = new Map<string, number>();
  const observe = (_from: string, _to: string, request: PeerRequest): void =>
    void counts.set(kindOf(request), (counts.get(kindOf(request)) ?? 0) + 1);
  const conditions: NetworkConditions = { loss: 0.2, delayMs: officeDelayMs, connects: () => true, observe };
  const office = new SimulatedOffice({ seed, conditions, settle, xxh64 });
  await office.open(MACHINES);
  await office.time.pass(5_000);
  return { office, counts };
}

/** Writes for a minute, now to new keys and now to old ones; returns what was missing anywhere 15 s after it was written. */
async function writeForAMinute(office: SimulatedOffice): Promise<string[]> {
  const late: string[] = [];
  const look = (key: string, i: number): void => {
    for (const { host, node } of office.machines) {
      const held = node.entry(key as Key)?.text;
      if (held === undefined || Number(held) < i) late.push(`${key} of write ${i} is not on ${host}`);
    }
  };
  for (let i = 0; i < WRITES; i += 1) {
    const key = `desks/${i % 90}`;
    await office.write(office.machines[0]!, key, i);
    office.time.after(EVERYWHERE_WITHIN_MS, () => look(key, i));
    await office.time.pass(BETWEEN_WRITES_MS);
  }
  await office.time.pass(EVERYWHERE_WITHIN_MS);
  return late;
}

describe(`an office of ${MACHINES} that is never quiet, under 20 % loss`, () => {
  it.each(SEEDS)(
    '[RC2] has every entry older than 15 s everywhere, and repairs nothing once it is quiet (seed %i)',
    { timeout: 120_000 },
    async (seed) => {
      const { office, counts } = await lossyOffice(seed);
      expect(await writeForAMinute(office)).toEqual([]);
      expect(office.agree()).toBe(true);
      office.network.conditions = { ...office.network.conditions, loss: 0 };
      await office.time.pass(QUIET_MS);
      counts.clear();
      await office.time.pass(QUIET_MS);
      expect([...counts.keys()]).toEqual(['GET /<digest>']);
      // 15 peers: one comparison in two thirds of a second (RC1), on each machine, spread by half of it.
      const expected = MACHINES * (QUIET_MS / (10_000 / (MACHINES - 1)));
      expect(counts.get('GET /<digest>')).toBeLessThan(1.1 * expected);
      expect(counts.get('GET /<digest>')).toBeGreaterThan(0.9 * expected);
    },
  );
});
