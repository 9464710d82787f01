import { aliveAt, openOffice, standing, writeInTurn, type Office } from '../../test/network/office.ts';
import type { Host } from '../../test/network/host.ts';
import { pause, until } from '../lib/machine.ts';
import { figure, median, RUNS, type Measured } from '../lib/measure.ts';

const SIDE = 8;
const CHANGES = 100;
/** A cable that is pulled and put back, and one that is out until everybody has noticed. */
const OUTAGES_MS = [2_000, 30_000];

/** Whether all hold so many entries and have one digest. */
async function areAlike(hosts: readonly Host[], entries: number): Promise<boolean> {
  const found = await standing(hosts);
  return found.digests === 1 && found.entries.every((count) => count === entries);
}

async function knowAll(hosts: readonly Host[]): Promise<boolean> {
  const alive = await Promise.all(hosts.map(aliveAt));
  return alive.every((names) => names.length === hosts.length - 1);
}

/** How long after the cable's return all are alike, in ms; they hold `before` entries each when it is pulled. */
async function healedMs({ hosts, lab }: Office, outageMs: number, before: number): Promise<number> {
  const sides = [hosts.slice(0, SIDE), hosts.slice(SIDE)];
  await until(() => knowAll(hosts), 'not everybody found everybody');
  lab.setCable('down');
  const over = pause(outageMs);
  await Promise.all(sides.map((side, half) => writeInTurn(side, `${before}/${half}`, CHANGES)));
  for (const side of sides)
    await until(() => areAlike(side, before + CHANGES), 'the changes did not spread on their side');
  await over;
  lab.setCable('up');
  const begun = performance.now();
  const entries = before + sides.length * CHANGES;
  // One after another: to ask all of them all the time would take from them a good part of the two processor cores.
  for (const { api } of hosts)
    await until(async () => (await api.status()).entries === entries, 'the halves did not come together');
  await until(() => areAlike(hosts, entries), 'the halves differ');
  return performance.now() - begun;
}

/**
 * How long two halves of eight real nodes, with 100 changes on each, take to be alike once the cable between their switches is back. That
 * needs root on Linux; elsewhere nothing is measured.
 */
export async function measurePartition(): Promise<Measured[]> {
  const office = await openOffice(2 * SIDE, { switches: 2 });
  if (office === null) {
    console.error('A partition of real hosts needs root and the ip command: not measured.');
    return [];
  }
  const measured: Measured[] = [];
  let entries = 0;
  try {
    for (const outageMs of OUTAGES_MS) {
      const times: number[] = [];
      for (let run = 0; run < RUNS; run += 1, entries += 2 * CHANGES)
        times.push(await healedMs(office, outageMs, entries));
      const name = `2 x ${SIDE} hosts, ${CHANGES} changes on each side, cable back after ${outageMs / 1_000} s`;
      measured.push(figure(`${name}: all alike (median)`, median(times), 'ms'));
      measured.push(figure(`${name}: all alike (most of ${RUNS})`, Math.max(...times), 'ms'));
    }
    return measured;
  } finally {
    await office.remove();
  }
}
