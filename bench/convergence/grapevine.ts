import { setImmediate as nextTurn } from 'node:timers/promises';
import { loadXxh64 } from '../../src/core/state/xxh64.ts';
import type { Key } from '../../src/shared/model.ts';
import { officeDelayMs, PERFECT, type NetworkConditions } from '../../src/core/testing/memory-network.ts';
import { SeededRandom } from '../../src/core/testing/seeded-random.ts';
import { SimulatedOffice } from '../../src/core/testing/simulated-office.ts';
import type { Convergence } from './convergence.ts';
import { CONTENT } from '../lib/content.ts';

/** Between two writes: long enough for everything that follows one to be over. */
const REST_MS = 1_500;
/** So many machines are started at once, and the next so much later: all greetings of a thousand at the same moment would not fit into memory. */
const STARTED_TOGETHER = 25;
const BETWEEN_STARTS_MS = 150;
const BOUND_MS = 60_000;

export interface GrapevineOptions {
  nodes: number;
  seed: number;
  writes: number;
  /** Part of all messages that get lost. */
  loss?: number;
}

/** What a run of writes showed, each on a random machine of one office. */
export interface GrapevineRun extends Convergence {
  /** Messages with content. */
  pushes: number;
}

/**
 * Real nodes with their defaults in virtual time, on a network with an office's delays. They find each other first; then each write is measured
 * from the moment when it is durable until all have it.
 */
export async function runGrapevine({ nodes, seed, writes, loss = 0 }: GrapevineOptions): Promise<GrapevineRun[]> {
  const random = new SeededRandom(seed);
  const office = new SimulatedOffice({ seed, conditions: PERFECT, settle: () => nextTurn(), xxh64: await loadXxh64() });
  for (let left = nodes; left > 0; left -= STARTED_TOGETHER) {
    await office.open(Math.min(STARTED_TOGETHER, left));
    await office.time.pass(BETWEEN_STARTS_MS);
  }
  await acquainted(office);
  const conditions: NetworkConditions = { ...PERFECT, loss, delayMs: officeDelayMs };
  office.network.conditions = conditions;
  const runs: GrapevineRun[] = [];
  for (let i = 0; i < writes; i += 1) {
    await office.time.pass(REST_MS * (1 + random.next()));
    runs.push(await spread(office, Math.floor(random.next() * nodes), `the/new/${i}`));
  }
  return runs;
}

/** Lets time pass until everybody knows everybody. */
async function acquainted({ machines, time }: SimulatedOffice): Promise<void> {
  const knowAll = (): boolean => machines.every(({ node }) => node.peers().length === machines.length - 1);
  do await time.pass(REST_MS);
  while (!knowAll() && time.monotonicMs() < BOUND_MS);
}

async function spread(office: SimulatedOffice, writer: number, key: string): Promise<GrapevineRun> {
  const { network, time, machines } = office;
  const before = { ...network.counts };
  const reached: number[] = [];
  const listening = machines.map(({ node }) => {
    const stop = node.onChange((event) => {
      if (event.kind !== 'changeset' || node.entry(key as Key) === null) return;
      reached.push(time.monotonicMs());
      stop();
    });
    return stop;
  });
  await office.write(machines[writer]!, key, CONTENT);
  const begun = time.monotonicMs();
  await time.passUntil(() => reached.length === machines.length, BOUND_MS);
  const { requests, bytes, pushes } = network.counts;
  for (const stop of listening) stop();
  return {
    toHalfMs: (reached[Math.ceil(machines.length / 2) - 1] ?? Infinity) - begun,
    toAllMs: (reached[machines.length - 1] ?? Infinity) - begun,
    messages: requests - before.requests,
    bytes: bytes - before.bytes,
    pushes: pushes - before.pushes,
  };
}
