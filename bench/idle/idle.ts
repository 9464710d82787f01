import { cpuSeconds, endAll, pause, startAll } from '../lib/machine.ts';
import { figure, median, type Measured } from '../lib/measure.ts';

const NODES = 51;
/** Long enough for the runtime to have optimised what runs again and again. */
const WARM_UP_MS = 30_000;
const MEASURED_MS = 60_000;
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
