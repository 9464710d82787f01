import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startJanitor } from './janitor.ts';

/** Machines on a network of their own, each a network namespace; nothing of it touches the real network. */
export interface Lab {
  /** Namespaces, one a machine; its interface is `eth0`. */
  machines: string[];
  /** For what belongs to the machines; removed with the lab. */
  folder: string;
  /** Runs `ip` in a machine. */
  ip(machine: string, ...args: string[]): void;
  /** Loss and delay on all that the machines send; false where the kernel cannot. */
  roughen(roughness: Roughness): boolean;
  /** A file as a process in the machine sees it. */
  read(machine: string, path: string): string;
  /** Takes away the cable between the two switches, or puts it back. */
  setCable(state: 'down' | 'up'): void;
  /** Removes everything, processes included. */
  remove(): Promise<void>;
}

export interface Roughness {
  lossPercent: number;
  delayMs: number;
}

export interface LabSettings {
  /** With two, the first half of the machines is on one, the rest on the other, and a cable joins them. @default 1 */
  switches: 1 | 2;
}

const run = (command: string, args: string[]): void =>
  void execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });

const ip = (...args: string[]): void => run('ip', args);

const read = (machine: string, path: string): string =>
  execFileSync('ip', ['netns', 'exec', machine, 'cat', path], { encoding: 'utf8' });

let labs = 0;

/** Null when this system does not let us make namespaces. */
export async function createLab(
  addresses: readonly string[],
  { switches }: LabSettings = { switches: 1 },
): Promise<Lab | null> {
  const prefix = `gv-${process.pid}-${(labs += 1)}`;
  const hub = `${prefix}-switch`;
  const machines = addresses.map((_, index) => `${prefix}-${index}`);
  const folder = mkdtempSync(join(tmpdir(), `${prefix}-`));
  const remove = startJanitor(folder, [hub, ...machines]);
  try {
    wire(hub, machines, addresses, switches);
  } catch (error) {
    await remove();
    if (isRefusal(error)) return null;
    throw error;
  }
  const inMachine = (machine: string, ...args: string[]): void => ip('-n', machine, ...args);
  const setCable = (state: 'down' | 'up'): void => ip('-n', hub, 'link', 'set', 'cable0', state);
  const roughen = (roughness: Roughness): boolean => machines.every((machine) => isMadeRough(machine, roughness));
  return { machines, folder, ip: inMachine, roughen, read, setCable, remove };
}

function isMadeRough(machine: string, { lossPercent, delayMs }: Roughness): boolean {
  const netem = ['netem', 'loss', `${lossPercent}%`, 'delay', `${delayMs}ms`];
  try {
    run('tc', ['-n', machine, 'qdisc', 'add', 'dev', 'eth0', 'root', ...netem]);
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** All switches are bridges in one namespace, the hub. */
function wire(hub: string, machines: readonly string[], addresses: readonly string[], switches: number): void {
  ip('netns', 'add', hub);
  for (let index = 0; index < switches; index += 1) {
    ip('-n', hub, 'link', 'add', `br${index}`, 'type', 'bridge');
    ip('-n', hub, 'link', 'set', `br${index}`, 'up');
  }
  if (switches === 2) {
    ip('-n', hub, 'link', 'add', 'cable0', 'type', 'veth', 'peer', 'name', 'cable1');
    for (const index of [0, 1]) ip('-n', hub, 'link', 'set', `cable${index}`, 'master', `br${index}`, 'up');
  }
  for (const [index, machine] of machines.entries()) {
    ip('netns', 'add', machine);
    plugIn({ hub, bridge: `br${Math.floor((index * switches) / machines.length)}`, port: `port${index}` }, machine);
    ip('-n', machine, 'address', 'add', addresses[index] ?? '', 'dev', 'eth0');
    ip('-n', machine, 'link', 'set', 'eth0', 'up');
  }
}

function plugIn({ hub, bridge, port }: { hub: string; bridge: string; port: string }, machine: string): void {
  ip('-n', hub, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', machine);
  ip('-n', hub, 'link', 'set', port, 'master', bridge, 'up');
  ip('-n', machine, 'link', 'set', 'lo', 'up');
}

/** The command is not on this system, or may not do this, or the kernel cannot. */
function isRefusal(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return /ENOENT|Operation not permitted|Permission denied|EACCES|EPERM|not supported|Unknown device type|qdisc kind is unknown/.test(
    text,
  );
}
