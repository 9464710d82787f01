import { endAll, pause, startAll, type Said } from '../lib/machine.ts';
import { figure, type Measured } from '../lib/measure.ts';

const NODES = 16;
const WRITES = 200;
const WARM_UP = 20;
/** Each write is measured alone. */
const REST_MS = 50;
const LIMIT_MS = 60_000;

interface Arrival {
  /** NaN until the writer has its answer. */
  durableAt: number;
  seenAt: number[];
  done: () => void;
}

/** The answer to one write and its arrivals, as they are heard of. */
class Spread {
  readonly #arrivals = new Map<string, Arrival>();

  async of(key: string, begin: () => void): Promise<{ halfMs: number; lastMs: number }> {
    const done = Promise.withResolvers<undefined>();
    const arrival: Arrival = { durableAt: NaN, seenAt: [], done: () => done.resolve(undefined) };
    this.#arrivals.set(key, arrival);
    begin();
    await bounded(done.promise, `${key} did not reach everybody`);
    this.#arrivals.delete(key);
    const seenAt = arrival.seenAt.sort((a, b) => a - b);
    const { durableAt } = arrival;
    return { halfMs: (seenAt[NODES / 2 - 1] ?? 0) - durableAt, lastMs: (seenAt.at(-1) ?? 0) - durableAt };
  }

  heard({ durable, keys = [], at = 0 }: Said): void {
    for (const key of durable === undefined ? keys : [durable]) {
      const arrival = this.#arrivals.get(key);
      if (arrival === undefined) continue;
      if (durable === undefined) arrival.seenAt.push(at);
      else arrival.durableAt = at;
      if (!Number.isNaN(arrival.durableAt) && arrival.seenAt.length === NODES) arrival.done();
    }
  }
}

/** Writes on one after another of 16 real processes on loopback; how long after the durable answer half of them and the last have it. */
export async function measureProcesses(folder: string): Promise<Measured[]> {
  const spread = new Spread();
  const machines = await startAll(folder, NODES, (said) => spread.heard(said));
  try {
    const times: { halfMs: number; lastMs: number }[] = [];
    for (let i = 0; i < WARM_UP + WRITES; i += 1) {
      await pause(REST_MS);
      const writer = machines[(i * 7) % NODES];
      times.push(await spread.of(`new/${i}`, () => writer?.tell({ write: `new/${i}` })));
    }
    return figuresOf(times.slice(WARM_UP));
  } finally {
    await endAll(machines);
  }
}

function figuresOf(times: { halfMs: number; lastMs: number }[]): Measured[] {
  const at = (field: 'halfMs' | 'lastMs', part: number): number =>
    times.map((time) => time[field]).sort((a, b) => a - b)[Math.floor(times.length * part)] ?? NaN;
  return [
    figure(`${NODES} processes: half of them (median)`, at('halfMs', 0.5), 'ms'),
    figure(`${NODES} processes: the last of them (median)`, at('lastMs', 0.5), 'ms'),
    figure(`${NODES} processes: the last of them (95th percentile)`, at('lastMs', 0.95), 'ms'),
  ];
}

function bounded<T>(work: Promise<T>, complaint: string): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(() => late.reject(new Error(complaint)), LIMIT_MS);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
