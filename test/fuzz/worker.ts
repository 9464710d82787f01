/** Fuzzes one target in a thread of its own, round after round, until its time is over or something is wrong. */
import { parentPort, workerData } from 'node:worker_threads';
import { samplesOf } from './lib/corpus.ts';
import { usedBytes } from './lib/heap.ts';
import type { FromWorker, WorkerSettings } from './lib/messages.ts';
import { RoundFailure, runRound, type RoundReport } from './lib/round.ts';
import { Violation } from './lib/target.ts';
import { WatchedInput } from './lib/watched.ts';
import { TARGETS } from './targets.ts';

/** Inputs in one world: each can be seen again from the start of its round. */
const ROUND_INPUTS = 1_000;
const MAX_GROWTH_BYTES = 50 * 1024 * 1024;

const settings = workerData as WorkerSettings;
const watched = new WatchedInput(settings);
const port = parentPort;
const tell = (message: FromWorker): void => port?.postMessage(message);

let stray: unknown = null;
const noteStray = (fault: unknown): void => {
  stray ??= fault;
};
process.on('unhandledRejection', noteStray);
process.on('uncaughtException', noteStray);

const target = TARGETS.find(({ name }) => name === settings.target);
if (target === undefined) throw new Error(`no target ${settings.target}`);
const samples = samplesOf(target.name);
const endsAt = performance.now() + settings.ms;
const atStart = await usedBytes();

async function judgeMemory(): Promise<number> {
  const growth = (await usedBytes()) - atStart;
  if (growth > MAX_GROWTH_BYTES) throw new Violation(`[LM1] ${growth} bytes more are in use than at the start`);
  return growth;
}

async function fuzzRound(seed: number): Promise<RoundReport & { growth: number }> {
  let growth = 0;
  const report = await runRound(target!, {
    ...{ seed, samples, inputs: ROUND_INPUTS },
    goesOn: (input) => {
      watched.show(input);
      return performance.now() < endsAt;
    },
    strayFault: () => stray,
    onEnd: async () => {
      growth = await judgeMemory();
    },
  });
  return { ...report, growth };
}

let seed = settings.seed;
tell({ kind: 'loaded' });
try {
  for (let rounds = 0; rounds < settings.rounds && performance.now() < endsAt; rounds += 1) {
    tell({ kind: 'begun', seed });
    const { growth, ...report } = await fuzzRound(seed);
    tell({ kind: 'round', growth, ...report });
    seed = (seed + 1) >>> 0;
  }
  tell({ kind: 'end' });
} catch (error) {
  const [iteration, input] = error instanceof RoundFailure ? [error.iteration, error.input] : [null, watched.last];
  tell({
    kind: 'failure',
    seed,
    iteration,
    input,
    text: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
