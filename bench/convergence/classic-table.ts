/**
 * Prints how one write spreads in the classic way, in virtual time: `node scripts/with-runtime.mjs bench/convergence/classic-table.ts
 * [--seeds N] [--nodes N] [--entries N]`. Medians over the seeds from 1 on.
 */
import { main } from '../../scripts/lib/main.mjs';
import { readNumbers } from '../../scripts/lib/numbers.mjs';
import { mb, median } from '../lib/measure.ts';
import { runClassic } from './classic.ts';
import type { Convergence } from './convergence.ts';

const NODES = [5, 16, 50, 100, 200, 1_000];
const ENTRIES = [0, 1_000, 10_000];

await main(async (args) => {
  const { seeds = 0, nodes = 0, entries = 0 } = readNumbers(args, { seeds: 15, nodes: 0, entries: 0 });
  const rows: Record<string, number>[] = [];
  for (const held of entries > 0 ? [entries] : ENTRIES) {
    for (const count of nodes > 0 ? [nodes] : NODES) rows.push(await row(count, held, seeds));
  }
  console.table(rows);
  return 0;
});

async function row(nodes: number, entries: number, seeds: number): Promise<Record<string, number>> {
  const begun = performance.now();
  const runs: Convergence[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) runs.push(await runClassic({ nodes, seed, entries }));
  const of = (field: keyof Convergence): number => median(runs.map((run) => run[field]));
  return {
    nodes,
    entries,
    'to half, s': round(of('toHalfMs') / 1_000, 2),
    'to all, s': round(of('toAllMs') / 1_000, 1),
    messages: of('messages'),
    'bytes, MB': round(mb(of('bytes')), 3),
    'run took, s': round((performance.now() - begun) / 1_000 / seeds, 2),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
