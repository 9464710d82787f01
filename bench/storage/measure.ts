import { monitorEventLoopDelay } from 'node:perf_hooks';

export const RUNS = 5;

export interface Measured {
  name: string;
  value: number;
  unit: string;
  /** The longest the event loop of the main thread was held meanwhile, in ms. */
  loopMs: number;
}

/** Measures how long the event loop is held while `work` runs; `work` tells the figure. */
export async function measure(name: string, unit: string, work: () => Promise<number>): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const value = await work();
  // One more turn, so that a delay at the very end is seen too.
  await new Promise((resolve) => setImmediate(resolve));
  delay.disable();
  return { name, value: Math.round(value * 1000) / 1000, unit, loopMs: Math.round(delay.max / 1e5) / 10 };
}

export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** The median time of {@link RUNS} runs after one to warm up, in ms. */
export async function medianOf(work: () => Promise<unknown>, runs = RUNS): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await timed(work));
  return median(times);
}
