import { Worker } from 'node:worker_threads';
import { MAX_INPUT_BYTES } from './byte-changes.ts';
import type { Failure, FromWorker, WorkerSettings } from './messages.ts';
import type { RoundReport } from './round.ts';
import { WatchedInput } from './watched.ts';

export interface TargetReport extends RoundReport {
  rounds: number;
  ms: number;
  /** The largest growth of memory at the end of a round. */
  growth: number;
  failure: Failure | null;
}

export interface FuzzOptions extends Omit<WorkerSettings, 'memory'> {
  /** Longest time for one input. */
  hangMs: number;
}

const WORKER = new URL('../worker.ts', import.meta.url);
const LOOK_MS = 100;

/** Fuzzes one target in a thread, which is ended when a single input takes it too long. */
export async function fuzzTarget(options: FuzzOptions, start = startWorker): Promise<TargetReport> {
  const watched = new WatchedInput({ maxBytes: MAX_INPUT_BYTES });
  const report: TargetReport = {
    inputs: 0,
    accepted: 0,
    classes: new Map(),
    rounds: 0,
    ms: 0,
    growth: 0,
    failure: null,
  };
  const worker = start({ ...options, memory: watched.memory });
  await followed(worker, watched, options, report);
  await worker.terminate();
  return report;
}

const startWorker = (settings: WorkerSettings): Worker => new Worker(WORKER, { workerData: settings });

/** Takes in what the thread tells, until its end or its hanging. */
function followed(
  worker: Worker,
  watched: WatchedInput,
  { hangMs, seed: first }: FuzzOptions,
  report: TargetReport,
): Promise<void> {
  let seed = first;
  let startedAt = performance.now();
  return new Promise((resolve) => {
    let hasEnded = false;
    const end = (failure: Failure | null): void => {
      if (hasEnded) return;
      hasEnded = true;
      report.failure = failure;
      report.ms = performance.now() - startedAt;
      stopLooking();
      resolve();
    };
    const failed = (text: string): void => end({ kind: 'failure', seed, iteration: null, input: watched.last, text });
    const stopLooking = onStandstill(watched, hangMs, () => failed(`One input took more than ${hangMs} ms.`));
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'loaded') startedAt = performance.now();
      else if (message.kind === 'begun') seed = message.seed;
      else if (message.kind === 'round') addRound(report, message);
      else end(message.kind === 'end' ? null : message);
    });
    worker.on('error', (error) => failed(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    worker.on('exit', () => failed('The thread ended early.'));
  });
}

/** Calls back once no further input was shown for so long; the first one may take longer, since everything is loaded before it. */
function onStandstill(watched: WatchedInput, boundMs: number, standstill: () => void): () => void {
  let count = 0;
  let since = performance.now();
  const timer = setInterval(() => {
    if (watched.count === 0 || watched.count !== count) {
      count = watched.count;
      since = performance.now();
    } else if (performance.now() - since > boundMs) standstill();
  }, LOOK_MS);
  return () => clearInterval(timer);
}

function addRound(report: TargetReport, { inputs, accepted, classes, growth }: RoundReport & { growth: number }): void {
  report.rounds += 1;
  report.inputs += inputs;
  report.accepted += accepted;
  report.growth = Math.max(report.growth, growth);
  for (const [name, count] of classes) report.classes.set(name, (report.classes.get(name) ?? 0) + count);
}
