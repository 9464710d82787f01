import { readFileSync } from 'node:fs';
import { endAll, pause, startAll, type Machine } from '../lib/machine.ts';
import { figure, median, type Measured } from '../lib/measure.ts';

const NODES = 51;
/** Long enough for the runtime to have optimised what runs again and again. */
const WARM_UP_MS = 30_000;
const MEASURED_MS = 60_000;
const TICKS_PER_S = 100;

/** Processor time that the process has taken so far, in s (Linux only). */
function cpuSeconds({ child }: Machine): number {
  // The name in brackets may hold spaces; user and system time are the 12th and 13th field behind it.
  const fields =
    readFileSync(`/proc/${child.pid ?? 'self'}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

/** What 51 real nodes on loopback take of a core while nothing changes: each with 50 peers. */
export async function measureIdle(folder: string): Promise<Measured[]> {
  const machines = await startAll(folder, NODES, () => undefined);
  try {
    await pause(WARM_UP_MS);
    const before = machines.map(cpuSeconds);
    const begun = performance.now();
    await pause(MEASURED_MS);
    const seconds = (performance.now() - begun) / 1_000;
    const shares = machines.map((machine, i) => (100 * (cpuSeconds(machine) - (before[i] ?? 0))) / seconds);
    return [
      figure(`idle with ${NODES - 1} peers: share of a core (median of ${NODES} nodes)`, median(shares), '%'),
      figure(`idle with ${NODES - 1} peers: share of a core (most)`, Math.max(...shares), '%'),
    ];
  } finally {
    await endAll(machines);
  }
}
