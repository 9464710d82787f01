import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export const RUNS = 5;
export const SECOND = 1_000;

export interface Measured {
  name: string;
  value: number;
  unit: string;
  /** The longest the event loop of the asking thread was held meanwhile, in ms; null where that says nothing. */
  loopMs: number | null;
}

/** A figure that was found in another way than by running something in this process. */
export const figure = (name: string, found: number, unit: string): Measured => {
  const value = rounded(found);
  return { name, value, unit, loopMs: null };
};

/** Measures how long the event loop is held while `work` runs; `work` tells the figure. */
export async function measure(name: string, unit: string, work: () => Promise<number>): Promise<Measured> {
  await quiet();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const value = await work();
  // One more turn, so that a delay at the very end is seen too.
  await new Promise((resolve) => setImmediate(resolve));
  delay.disable();
  return { name, value: rounded(value), unit, loopMs: Math.round(delay.max / 1e5) / 10 };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Clears away what the last measurement left behind, so that it is not counted as the next one's. */
async function quiet(): Promise<void> {
  collectGarbage();
  await sleep(20);
}

export const percentile = (values: number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN;

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** The median time of {@link RUNS} runs after one to warm up, in ms. */
export const medianOf = async (work: () => Promise<unknown>, runs = RUNS): Promise<number> =>
  medianFigure(() => timed(work), runs);

/** The median of what {@link RUNS} runs tell, after one to warm up. */
export async function medianFigure(run: () => Promise<number>, runs = RUNS): Promise<number> {
  await run();
  const figures: number[] = [];
  for (let i = 0; i < runs; i += 1) figures.push(await run());
  return median(figures);
}

/** Calls in a second when so many callers each call again as soon as they were answered. */
export async function rate(
  callers: number,
  calls: number,
  call: (number: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const keepCalling = async (): Promise<void> => {
    while (next < calls) await call((next += 1));
  };
  const tookMs = await timed(() => Promise.all(Array.from({ length: callers }, keepCalling)));
  return (calls * SECOND) / tookMs;
}

export const mb = (bytes: number): number => bytes / 1e6;

const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Math.round(value * 100) / 100);
