/**
 * Measures what the program promises of speed and size: `npm run bench`, or `npm run bench -- PART... [--million] [--thousand] [--chart=FILE]`. Prints a table for each
 * part, and JSON as the last line. TMPDIR says on which disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureClassicJoins } from './convergence/classic-joins.ts';
import { measureConvergence } from './convergence/measure-convergence.ts';
import { measureJoins } from './convergence/joins.ts';
import { measureProcesses } from './convergence/processes.ts';
import { measureIdle } from './idle/idle.ts';
import type { Measured } from './lib/measure.ts';
import { measureServe } from './memory/serve.ts';
import { measureNeighbours } from './neighbours/neighbours.ts';
import { measureNode } from './node/node.ts';
import { measurePartition } from './partition/partition.ts';
import { measureSeal } from './seal/seal.ts';
import { measureHistory } from './storage/history.ts';
import { measureOpening } from './storage/opening.ts';
import { measureWrites } from './storage/writes.ts';
import { measureStrangers } from './strangers/strangers.ts';

const HUNDRED_THOUSAND = 100_000;
const MILLION = 1_000_000;

const FLAG = /^--(?:million|thousand|chart=.+)$/;

const args = process.argv.slice(2);
const chartFile = args.find((arg) => arg.startsWith('--chart='))?.slice('--chart='.length) ?? null;
const entries = args.includes('--million') ? MILLION : HUNDRED_THOUSAND;

const PARTS: Record<string, (folder: string) => Promise<Measured[]>> = {
  writes: measureWrites,
  opening: (folder) => measureOpening(folder, entries),
  history: (folder) => measureHistory(folder, entries),
  node: (folder) => measureNode(folder, entries),
  memory: (folder) => measureServe(folder, entries),
  neighbours: measureNeighbours,
  seal: measureSeal,
  strangers: measureStrangers,
  idle: measureIdle,
  processes: measureProcesses,
  joins: async (folder) => [...(await measureClassicJoins()), ...(await measureJoins(folder))],
  partition: measurePartition,
  convergence: () => measureConvergence({ withLargest: args.includes('--thousand'), chartFile }),
};

const chosen = args.filter((arg) => !FLAG.test(arg));
const unknown = chosen.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". The parts are ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}

/** Each part has a folder of its own, so that none finds what another left. */
async function measured(part: string): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'grapevine-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return (await PARTS[part]?.(folder)) ?? [];
  } finally {
    process.off('exit', remove);
    remove();
  }
}

// What was begun is ended on the way out: servers and folders.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const results: Measured[] = [];
for (const part of chosen.length > 0 ? chosen : Object.keys(PARTS)) {
  const found = await measured(part);
  console.table(found);
  results.push(...found);
}
console.log(JSON.stringify({ runtime: process.versions, results }));
