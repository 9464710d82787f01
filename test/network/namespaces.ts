import { execFileSync } from 'node:child_process';

/** Machines on one switch, each a network namespace of its own; nothing of it touches the real network. */
export interface Lab {
  /** Namespaces, one a machine; its interface is `eth0`. */
  machines: string[];
  /** Runs `ip` in a machine. */
  ip(machine: string, ...args: string[]): void;
  /** A file as a process in the machine sees it. */
  read(machine: string, path: string): string;
  /** Removes everything. */
  remove(): void;
}

const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });

const read = (machine: string, path: string): string =>
  execFileSync('ip', ['netns', 'exec', machine, 'cat', path], { encoding: 'utf8' });

/** Null when this system does not let us make namespaces. */
export function createLab(addresses: readonly string[]): Lab | null {
  const prefix = `gv-mdns-${process.pid}`;
  const made: string[] = [];
  const add = (name: string): string => {
    ip('netns', 'add', name);
    made.push(name);
    return name;
  };
  const remove = (): void => {
    for (const name of made.splice(0)) ip('netns', 'del', name);
  };
  try {
    const lab = { ip: (machine: string, ...args: string[]) => ip('-n', machine, ...args), read, remove };
    const hub = add(`${prefix}-switch`);
    lab.ip(hub, 'link', 'add', 'br0', 'type', 'bridge');
    lab.ip(hub, 'link', 'set', 'br0', 'up');
    return {
      ...lab,
      machines: addresses.map((address, index) => plugIn(hub, add(`${prefix}-${index}`), index, address)),
    };
  } catch (error) {
    remove();
    if (isRefusal(error)) return null;
    throw error;
  }
}

function plugIn(hub: string, machine: string, index: number, address: string): string {
  const port = `port${index}`;
  ip('-n', hub, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', machine);
  ip('-n', hub, 'link', 'set', port, 'master', 'br0', 'up');
  ip('-n', machine, 'link', 'set', 'lo', 'up');
  ip('-n', machine, 'address', 'add', address, 'dev', 'eth0');
  ip('-n', machine, 'link', 'set', 'eth0', 'up');
  return machine;
}

/** No `ip` on this system, or no right to use it so. */
function isRefusal(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return /ENOENT|Operation not permitted|Permission denied|EACCES|EPERM|not supported|Unknown device type/.test(text);
}
