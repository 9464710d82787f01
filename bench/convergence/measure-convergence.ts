import { writeFileSync } from 'node:fs';
import { figure, percentile, type Measured } from '../lib/measure.ts';
import { chartOf, type ChartLine } from './chart.ts';
import { runClassic } from './classic.ts';
import type { Convergence } from './convergence.ts';
import { runGrapevine, type GrapevineRun } from './grapevine.ts';

const SIZES = [5, 16, 50, 100, 200];
const LARGEST = 1_000;
const WRITES = 200;
/** Up to so many nodes each write has an office, and a seed, of its own. */
const LARGEST_OF_OFFICES = 50;
const CLASSIC_SEEDS = 15;
/** A thousand classic nodes take minutes a seed. */
const CLASSIC_SEEDS_OF_LARGEST = 5;
/** What every classic node holds: it sends its whole state when it pulls. */
const CLASSIC_ENTRIES = 1_000;

async function classic(nodes: number): Promise<{ halfMs: number; allMs: number; mb: number }> {
  const runs: Convergence[] = [];
  const seeds = nodes < LARGEST ? CLASSIC_SEEDS : CLASSIC_SEEDS_OF_LARGEST;
  for (let seed = 1; seed <= seeds; seed += 1) runs.push(await runClassic({ nodes, seed, entries: CLASSIC_ENTRIES }));
  const of = (field: 'toHalfMs' | 'toAllMs' | 'bytes'): number =>
    percentile(
      runs.map((run) => run[field]),
      0.5,
    );
  return { halfMs: of('toHalfMs'), allMs: of('toAllMs'), mb: of('bytes') / 1e6 };
}

/** What one size showed. */
interface OfSize {
  nodes: number;
  classic: { halfMs: number; allMs: number; mb: number };
  runs: GrapevineRun[];
}

/** A write in each of 200 offices; where it takes minutes until all know each other, 200 writes in one. */
async function runs(nodes: number): Promise<GrapevineRun[]> {
  if (nodes > LARGEST_OF_OFFICES) return runGrapevine({ nodes, seed: 1, writes: WRITES });
  const all: GrapevineRun[] = [];
  for (let seed = 1; seed <= WRITES; seed += 1) all.push(...(await runGrapevine({ nodes, seed, writes: 1 })));
  return all;
}

/** One size in virtual time: the classic way and Grapevine beside each other. */
const ofSize = async (nodes: number): Promise<OfSize> => ({
  nodes,
  classic: await classic(nodes),
  runs: await runs(nodes),
});

const partOf = ({ runs }: OfSize, field: keyof GrapevineRun, part: number): number =>
  percentile(
    runs.map((run) => run[field]),
    part,
  );

function figuresOf(size: OfSize): Measured[] {
  const name = (what: string): string => `${size.nodes} nodes: ${what}`;
  const { halfMs, allMs, mb } = size.classic;
  return [
    figure(name('classic C19, half (median)'), halfMs, 'ms'),
    figure(name('classic C19, all (median)'), allMs, 'ms'),
    figure(name('classic C19, bodies (median)'), mb, 'MB'),
    figure(name('half (median)'), partOf(size, 'toHalfMs', 0.5), 'ms'),
    figure(name('all (median)'), partOf(size, 'toAllMs', 0.5), 'ms'),
    figure(name('all (95th percentile)'), partOf(size, 'toAllMs', 0.95), 'ms'),
    figure(name('messages with content (most)'), partOf(size, 'pushes', 1), ''),
    figure(name('bodies (median)'), partOf(size, 'bytes', 0.5) / 1e6, 'MB'),
    figure(name('times faster to all (medians)'), allMs / partOf(size, 'toAllMs', 0.5), 'x'),
  ];
}

function chart(sizes: readonly OfSize[]): string {
  const line = (
    label: string,
    tone: ChartLine['tone'],
    broken: boolean,
    msOf: (size: OfSize) => number,
  ): ChartLine => ({
    ...{ label, tone, broken },
    points: sizes.map((size) => ({ nodes: size.nodes, ms: msOf(size) })),
  });
  return chartOf('From the durable answer until a write is everywhere', [
    line('classic C19, all', 'classic', false, (size) => size.classic.allMs),
    line('classic C19, half', 'classic', true, (size) => size.classic.halfMs),
    line('Grapevine, 95th percentile', 'ours', true, (size) => partOf(size, 'toAllMs', 0.95)),
    line('Grapevine, all', 'ours', false, (size) => partOf(size, 'toAllMs', 0.5)),
  ]);
}

export interface ConvergencePlan {
  /** Whether 1,000 nodes are measured too. */
  withLargest: boolean;
  /** Where the chart is written; null draws none. */
  chartFile: string | null;
}

/** How a write spreads, in virtual time beside the classic way. */
export async function measureConvergence({ withLargest, chartFile }: ConvergencePlan): Promise<Measured[]> {
  const sizes: OfSize[] = [];
  for (const nodes of withLargest ? [...SIZES, LARGEST] : SIZES) {
    const size = await ofSize(nodes);
    console.table(figuresOf(size));
    sizes.push(size);
  }
  if (chartFile !== null) writeFileSync(chartFile, chart(sizes));
  return sizes.flatMap(figuresOf);
}
