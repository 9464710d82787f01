import { cpuSeconds, endAll, pause, startAll, type Machine, type MachineKind, type Said } from '../lib/machine.ts';
import { figure, median, percentile, type Measured } from '../lib/measure.ts';

const NODES = 16;
/** Somewhat more than a minute: before that the runtime compiles what runs again and again, on the same two cores. */
const WARM_UP = 800;
/** Each write is measured alone. */
const REST_MS = 50;

interface Arrival {
  /** NaN until the writer has its answer. */
  durableAt: number;
  seenAt: number[];
  done: () => void;
}

/** The answer to one write and its arrivals, as they are heard of. */
class Spread {
  readonly #limitMs: number;
  readonly #arrivals = new Map<string, Arrival>();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  async of(key: string, begin: () => void): Promise<{ halfMs: number; lastMs: number }> {
    const done = Promise.withResolvers<undefined>();
    const arrival: Arrival = { durableAt: NaN, seenAt: [], done: () => done.resolve(undefined) };
    this.#arrivals.set(key, arrival);
    begin();
    await bounded(done.promise, this.#limitMs, `${key} did not reach everybody`);
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

/** How writes spread among real processes, and what that took of all of them. */
export interface ProcessRun {
  halfMs: number[];
  lastMs: number[];
  /** For each write: requests, bytes there and back with headers, and processor time. What goes on at rest is in them. */
  requests: number;
  bytes: number;
  cpuMs: number;
}

interface Plan {
  warmUp: number;
  writes: number;
  kind?: MachineKind;
  limitMs: number;
}

const CLASSIC = new URL('classic-process.ts', import.meta.url).pathname;

/** Writes on one after another of 16 real processes on loopback. */
async function run(folder: string, { warmUp, writes, kind, limitMs }: Plan): Promise<ProcessRun> {
  const spread = new Spread(limitMs);
  const machines = await startAll(folder, NODES, (said) => spread.heard(said), kind);
  try {
    const write = async (i: number): Promise<{ halfMs: number; lastMs: number }> => {
      await pause(REST_MS);
      return spread.of(`new/${i}`, () => machines[(i * 7) % NODES]?.tell({ write: `new/${i}` }));
    };
    for (let i = 0; i < warmUp; i += 1) await write(i);
    const before = await totals(machines);
    const times: { halfMs: number; lastMs: number }[] = [];
    for (let i = 0; i < writes; i += 1) times.push(await write(warmUp + i));
    const after = await totals(machines);
    return {
      halfMs: times.map(({ halfMs }) => halfMs),
      lastMs: times.map(({ lastMs }) => lastMs),
      requests: (after.requests - before.requests) / writes,
      bytes: (after.bytes - before.bytes) / writes,
      cpuMs: (1_000 * (after.cpu - before.cpu)) / writes,
    };
  } finally {
    await endAll(machines);
  }
}

async function totals(machines: readonly Machine[]): Promise<{ requests: number; bytes: number; cpu: number }> {
  const told = await Promise.all(machines.map((machine) => machine.told()));
  return {
    requests: told.reduce((sum, { requests }) => sum + requests, 0),
    bytes: told.reduce((sum, { bytes }) => sum + bytes, 0),
    cpu: machines.reduce((sum, machine) => sum + cpuSeconds(machine), 0),
  };
}

/** 16 real processes in the classic way and 16 of Grapevine, in one run: how long after the answer to the writer half of them and the last have it. */
export async function measureProcesses(folder: string): Promise<Measured[]> {
  const limitMs = 60_000;
  const ours = await run(folder, { warmUp: WARM_UP, writes: 200, limitMs });
  const classic = await run(folder, { warmUp: 1, writes: 10, kind: { program: CLASSIC }, limitMs: 5 * limitMs });
  return [
    ...figuresOf(`${NODES} processes`, ours),
    ...figuresOf(`${NODES} processes of classic C19`, classic),
    figure(`${NODES} processes: times faster to the last (medians)`, median(classic.lastMs) / median(ours.lastMs), 'x'),
  ];
}

function figuresOf(name: string, { halfMs, lastMs, requests, bytes, cpuMs }: ProcessRun): Measured[] {
  return [
    figure(`${name}: half of them (median)`, median(halfMs), 'ms'),
    figure(`${name}: the last of them (median)`, median(lastMs), 'ms'),
    figure(`${name}: the last of them (95th percentile)`, percentile(lastMs, 0.95), 'ms'),
    figure(`${name}: requests a write, of all`, requests, ''),
    figure(`${name}: bytes a write, of all, headers included`, bytes / 1e3, 'KB'),
    figure(`${name}: processor time a write, of all`, cpuMs, 'ms'),
  ];
}

function bounded<T>(work: Promise<T>, limitMs: number, complaint: string): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(() => late.reject(new Error(complaint)), limitMs);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
