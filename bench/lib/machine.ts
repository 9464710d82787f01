import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { databaseIn } from './stored.ts';

const GRAPEVINE = new URL('machine-process.ts', import.meta.url).pathname;
/** Fifty processes take more than a minute to start on two cores. */
const LIMIT_MS = 240_000;

/** What a machine tells of itself. */
export interface Told {
  digest: string;
  /** That it made since its process began, and all bytes of their connections there and back. */
  requests: number;
  bytes: number;
}

/** What a machine tells on its output. */
export interface Said {
  port?: number;
  alive?: number;
  durable?: string;
  keys?: string[];
  at?: number;
  joinedMs?: number;
  told?: Told;
  pushMs?: number;
}

/** Which program a machine runs, and the secret of its private group in hex; without any it is Grapevine in an open group. */
export interface MachineKind {
  program?: string;
  secret?: string;
}

/** A real node in a process of its own. */
export class Machine {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #asked: ((told: Told) => void)[] = [];
  #onPushed: (ms: number) => void = () => undefined;
  port = 0;
  alive = 0;

  constructor(
    folder: string,
    name: string,
    onSaid: (said: Said) => void,
    { program = GRAPEVINE, secret = '' }: MachineKind = {},
  ) {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const args = ['--max-semi-space-size=4', program, databaseIn(folder, name), name, secret];
    this.child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface(this.child.stdout).on('line', (line) => {
      const said = JSON.parse(line) as Said;
      this.port = said.port ?? this.port;
      this.alive = said.alive ?? this.alive;
      if (said.told !== undefined) this.#asked.shift()?.(said.told);
      if (said.pushMs !== undefined) this.#onPushed(said.pushMs);
      onSaid(said);
    });
  }

  tell(message: object): void {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** What the machine tells of itself when it is asked. */
  told(): Promise<Told> {
    this.tell({ tell: true });
    return new Promise((resolve) => void this.#asked.push(resolve));
  }

  /** How long a push of one entry to its only peer took, there and back, in ms. One at a time. */
  push(): Promise<number> {
    this.tell({ push: true });
    return new Promise((resolve) => void (this.#onPushed = resolve));
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin.end();
    const kill = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(kill);
  }
}

const TICKS_PER_S = 100;

/** Processor time that the machine's process has taken so far, in s (Linux only). */
export function cpuSeconds({ child }: Machine): number {
  // The name in brackets may hold spaces; user and system time are the 12th and 13th field behind it.
  const fields =
    readFileSync(`/proc/${child.pid ?? 'self'}/stat`, 'utf8')
      .split(') ')
      .at(-1)
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

/** Starts so many machines and lets everybody find everybody, by address. They are to be ended by `endAll`. */
export async function startAll(
  folder: string,
  count: number,
  onSaid: (said: Said) => void,
  kind: MachineKind = {},
): Promise<Machine[]> {
  const machines = Array.from({ length: count }, (_, i) => new Machine(folder, `m${i}`, onSaid, kind));
  try {
    await until(() => machines.every(({ port }) => port > 0), 'a node did not start');
    for (const machine of machines)
      machine.tell({ peers: machines.map(({ port }) => port).filter((port) => port !== machine.port) });
    await until(() => machines.every(({ alive }) => alive === count - 1), 'not everybody found everybody');
    return machines;
  } catch (error) {
    await endAll(machines);
    throw error;
  }
}

export async function endAll(machines: readonly Machine[]): Promise<void> {
  await Promise.all(machines.map((machine) => machine.end()));
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Looks 20 times a second. */
export async function until(condition: () => boolean | Promise<boolean>, complaint: string): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(complaint);
    await pause(50);
  }
}
