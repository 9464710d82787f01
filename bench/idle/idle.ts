import { randomBytes } from 'node:crypto';
import { cpuSeconds, endAll, pause, startAll, type Machine, type MachineKind } from '../lib/machine.ts';
import { figure, median, type Measured } from '../lib/measure.ts';

const NODES = 51;
/** Long enough for the runtime to have optimised what runs again and again. */
const WARM_UP_MS = 30_000;
const MEASURED_MS = 60_000;

/** What 51 real nodes on loopback take of a core, and send, while nothing changes: each with 50 peers. In an open group, and in a private one. */
export async function measureIdle(folder: string): Promise<Measured[]> {
  const open = await idleOf(`${folder}/open`, 'open group', {});
  const secret = randomBytes(16).toString('hex');
  return [...open, ...(await idleOf(`${folder}/private`, 'private group', { secret }))];
}

async function idleOf(folder: string, group: string, kind: MachineKind): Promise<Measured[]> {
  const machines = await startAll(folder, NODES, () => undefined, kind);
  try {
    await pause(WARM_UP_MS);
    const [cpuBefore, bytesBefore] = [machines.map(cpuSeconds), await bytesOf(machines)];
    const begun = performance.now();
    await pause(MEASURED_MS);
    const seconds = (performance.now() - begun) / 1_000;
    const shares = machines.map((machine, i) => (100 * (cpuSeconds(machine) - (cpuBefore[i] ?? 0))) / seconds);
    const bytes = (await bytesOf(machines)) - bytesBefore;
    const name = `idle with ${NODES - 1} peers, ${group}`;
    return [
      figure(`${name}: share of a core (median of ${NODES} nodes)`, median(shares), '%'),
      figure(`${name}: share of a core (most)`, Math.max(...shares), '%'),
      // Each byte is sent by one node and received by another.
      figure(`${name}: sent and received, headers included, a node`, (2 * bytes) / NODES / seconds, 'B/s'),
    ];
  } finally {
    await endAll(machines);
  }
}

/** Of the connections that each has made, there and back: together all there are. */
async function bytesOf(machines: readonly Machine[]): Promise<number> {
  const told = await Promise.all(machines.map((machine) => machine.told()));
  return told.reduce((sum, { bytes }) => sum + bytes, 0);
}
