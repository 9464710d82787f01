import { figure, percentile, type Measured } from '../lib/measure.ts';
import { runClassic } from './classic.ts';
import type { Convergence } from './convergence.ts';
import { runGrapevine, type GrapevineRun } from './grapevine.ts';
import { measureProcesses } from './processes.ts';

const SIZES = [5, 16, 50, 100, 200];
const LARGEST = 1_000;
const WRITES = 200;
const CLASSIC_SEEDS = 15;
/** What every classic node holds: it sends its whole state when it pulls. */
const CLASSIC_ENTRIES = 1_000;

async function classic(nodes: number): Promise<{ halfMs: number; allMs: number; mb: number }> {
  const runs: Convergence[] = [];
  for (let seed = 1; seed <= CLASSIC_SEEDS; seed += 1)
    runs.push(await runClassic({ nodes, seed, entries: CLASSIC_ENTRIES }));
  const of = (field: 'toHalfMs' | 'toAllMs' | 'bytes'): number =>
    percentile(
      runs.map((run) => run[field]),
      0.5,
    );
  return { halfMs: of('toHalfMs'), allMs: of('toAllMs'), mb: of('bytes') / 1e6 };
}

/** One size in virtual time: the classic way and Grapevine beside each other. */
async function ofSize(nodes: number): Promise<Measured[]> {
  const name = (what: string): string => `${nodes} nodes: ${what}`;
  const old = await classic(nodes);
  const runs = await runGrapevine({ nodes, seed: 1, writes: WRITES });
  const of = (field: keyof GrapevineRun, part: number): number =>
    percentile(
      runs.map((run) => run[field]),
      part,
    );
  return [
    figure(name('classic C19, half (median)'), old.halfMs, 'ms'),
    figure(name('classic C19, all (median)'), old.allMs, 'ms'),
    figure(name('classic C19, bodies (median)'), old.mb, 'MB'),
    figure(name('half (median)'), of('toHalfMs', 0.5), 'ms'),
    figure(name('all (median)'), of('toAllMs', 0.5), 'ms'),
    figure(name('all (95th percentile)'), of('toAllMs', 0.95), 'ms'),
    figure(name('messages with content (most)'), of('pushes', 1), ''),
    figure(name('bodies (median)'), of('bytes', 0.5) / 1e6, 'MB'),
    figure(name('times faster to all (medians)'), old.allMs / of('toAllMs', 0.5), 'x'),
  ];
}

/** How a write spreads: in virtual time beside the classic way, then among real processes. */
export async function measureConvergence(folder: string, withLargest: boolean): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const nodes of withLargest ? [...SIZES, LARGEST] : SIZES) results.push(...(await ofSize(nodes)));
  return [...results, ...(await measureProcesses(folder))];
}
