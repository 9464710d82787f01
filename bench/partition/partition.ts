import { createHost, type Host } from '../../test/network/host.ts';
import { createLab } from '../../test/network/namespaces.ts';
import { pause, until } from '../lib/machine.ts';
import { figure, median, RUNS, type Measured } from '../lib/measure.ts';

const SIDE = 8;
const CHANGES = 100;
/** A cable that is pulled and put back, and one that is out until everybody has noticed. */
const OUTAGES_MS = [2_000, 30_000];

/** Hosts in network namespaces on two switches, each with a real node that finds the others by mDNS; null where that is not allowed. */
async function openHosts(): Promise<{
  hosts: Host[];
  setCable: (state: 'down' | 'up') => void;
  remove: () => Promise<void>;
} | null> {
  const addresses = Array.from({ length: 2 * SIDE }, (_, index) => `10.78.0.${index + 1}/24`);
  const lab = await createLab(addresses, { switches: 2 });
  if (lab === null) return null;
  const places = lab.machines.map((machine, index) => ({ machine, name: `desk-${index + 1}`, folder: lab.folder }));
  const hosts = await Promise.all(places.map(createHost));
  await Promise.all(hosts.map((host) => host.start()));
  return { hosts, setCable: lab.setCable, remove: () => lab.remove() };
}

/** Whether all hold so many entries and have one digest. */
async function areAlike(hosts: readonly Host[], entries: number): Promise<boolean> {
  const all = await Promise.all(hosts.map(({ api }) => api.status()));
  return new Set(all.map(({ digest }) => digest)).size === 1 && all.every((status) => status.entries === entries);
}

const knowAll = async (hosts: readonly Host[]): Promise<boolean> => {
  const tables = await Promise.all(hosts.map(({ api }) => api.peers()));
  return tables.every((peers) => peers.filter(({ state }) => state.kind === 'alive').length === hosts.length - 1);
};

/** One write after another, each to the next of the hosts. */
async function writeInTurn(hosts: readonly Host[], prefix: string): Promise<void> {
  for (let i = 0; i < CHANGES; i += 1) await hosts[i % hosts.length]?.api.put(`${prefix}/${i}`, { number: i });
}

/** Asks again and again, without a pause. */
async function comesTrue(condition: () => Promise<boolean>, complaint: string): Promise<void> {
  let isTrue = false;
  const ask = async (): Promise<void> => {
    while (!isTrue) isTrue = await condition();
  };
  await Promise.race([ask(), until(() => isTrue, complaint)]);
}

/**
 * How long two halves of eight real nodes, with 100 changes on each, take to be alike once the cable between their switches is back. That
 * needs root on Linux; elsewhere nothing is measured.
 */
export async function measurePartition(): Promise<Measured[]> {
  const office = await openHosts();
  if (office === null) {
    console.error('A partition of real hosts needs root and the ip command: not measured.');
    return [];
  }
  const { hosts, setCable } = office;
  const sides = [hosts.slice(0, SIDE), hosts.slice(SIDE)];
  const measured: Measured[] = [];
  let entries = 0;
  try {
    for (const outageMs of OUTAGES_MS) {
      const healedMs: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        await comesTrue(() => knowAll(hosts), 'not everybody found everybody');
        const before = entries;
        setCable('down');
        const over = pause(outageMs);
        await Promise.all(sides.map((side, half) => writeInTurn(side, `${outageMs}/${run}/${half}`)));
        entries += sides.length * CHANGES;
        for (const side of sides)
          await comesTrue(() => areAlike(side, before + CHANGES), 'the changes did not spread on their side');
        await over;
        setCable('up');
        const begun = performance.now();
        await comesTrue(() => areAlike(hosts, entries), 'the halves did not come together');
        healedMs.push(performance.now() - begun);
      }
      const name = `2 x ${SIDE} hosts, ${CHANGES} changes on each side, cable back after ${outageMs / 1_000} s`;
      measured.push(figure(`${name}: all alike (median)`, median(healedMs), 'ms'));
      measured.push(figure(`${name}: all alike (most of ${RUNS})`, Math.max(...healedMs), 'ms'));
    }
    return measured;
  } finally {
    await office.remove();
  }
}
