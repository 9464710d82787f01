import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { figure, type Measured } from '../lib/measure.ts';
import { databaseIn } from '../lib/stored.ts';

const PROGRAM = new URL('node-process.ts', import.meta.url).pathname;
const NODES = 16;
const WRITES = 200;
const WARM_UP = 20;
/** Each write is measured alone. */
const REST_MS = 50;
const LIMIT_MS = 60_000;

interface Said {
  port?: number;
  alive?: number;
  durable?: string;
  keys?: string[];
  at?: number;
}

/** A real node in a process of its own. */
class Machine {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  port = 0;
  alive = 0;

  constructor(folder: string, name: string, onSaid: (said: Said) => void) {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const args = ['--max-semi-space-size=4', PROGRAM, databaseIn(folder, name), name];
    this.child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface(this.child.stdout).on('line', (line) => {
      const said = JSON.parse(line) as Said;
      this.port = said.port ?? this.port;
      this.alive = said.alive ?? this.alive;
      onSaid(said);
    });
  }

  tell(message: object): void {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin.end();
    const kill = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(kill);
  }
}

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
  const machines = Array.from({ length: NODES }, (_, i) => new Machine(folder, `m${i}`, (said) => spread.heard(said)));
  try {
    await until(() => machines.every(({ port }) => port > 0), 'a node did not start');
    for (const machine of machines)
      machine.tell({ peers: machines.map(({ port }) => port).filter((port) => port !== machine.port) });
    await until(() => machines.every(({ alive }) => alive === NODES - 1), 'not everybody found everybody');
    const times: { halfMs: number; lastMs: number }[] = [];
    for (let i = 0; i < WARM_UP + WRITES; i += 1) {
      await pause(REST_MS);
      const writer = machines[(i * 7) % NODES];
      times.push(await spread.of(`new/${i}`, () => writer?.tell({ write: `new/${i}` })));
    }
    return figuresOf(times.slice(WARM_UP));
  } finally {
    await Promise.all(machines.map((machine) => machine.end()));
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

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

async function until(condition: () => boolean, complaint: string): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!condition()) {
    if (performance.now() > end) throw new Error(complaint);
    await pause(50);
  }
}

function bounded<T>(work: Promise<T>, complaint: string): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(() => late.reject(new Error(complaint)), LIMIT_MS);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
