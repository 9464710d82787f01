import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../../src/main/adapters/mdns/testing/loopback-harness.ts';
import { createApiClient, type ApiClient } from './api-client.ts';

const RELAY = resolve(import.meta.dirname, 'api-relay.ts');
const CLI = resolve(import.meta.dirname, '../../out/main/cli.js');
const API_PORT = 3097;

/** A machine that runs a real `grapevine serve` in an open group, with every default but the token. */
export interface Host {
  machine: string;
  name: string;
  api: ApiClient;
  /** Starts the node on its profile; resolves once it runs. */
  start(): Promise<void>;
  /** As a crash, with `kill -9`. */
  kill(): Promise<void>;
}

export interface HostPlace {
  /** Network namespace. */
  machine: string;
  name: string;
  /** Holds its profile and the socket to its API. */
  folder: string;
}

export async function createHost({ machine, name, folder }: HostPlace): Promise<Host> {
  const socket = join(folder, `${name}.api`);
  runIn(machine, ['--disable-warning=ExperimentalWarning', RELAY, socket, `${API_PORT}`]);
  await until(() => existsSync(socket), `the relay of ${name} listens`);
  const serve = ['serve', '--open', '--json', '--no-token', '--name', name, '--profile', join(folder, name)];
  let node: ChildProcess | null = null;
  return {
    machine,
    name,
    api: createApiClient(socket),
    start: async () => {
      node = runIn(machine, ['--max-semi-space-size=4', CLI, ...serve]);
      await firstLine(node);
    },
    kill: async () => {
      if (node === null) return;
      const ended = once(node, 'exit');
      node.kill('SIGKILL');
      await ended;
    },
  };
}

/** `ip netns exec` becomes the program: its process is the program's. */
function runIn(machine: string, args: readonly string[]): ChildProcess {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' };
  const stdio: ['pipe', 'pipe', 'inherit'] = ['pipe', 'pipe', 'inherit'];
  return spawn('ip', ['netns', 'exec', machine, process.execPath, ...args], { env, stdio });
}

/** The `ready` line; what follows is read on, or the node would stop at a full pipe. */
async function firstLine(node: ChildProcess): Promise<void> {
  if (node.stdout === null) return;
  const lines = createInterface(node.stdout).on('line', () => undefined);
  const ended = once(node, 'exit').then(([code]) => {
    throw new Error(`The node ended with ${String(code)} before it ran.`);
  });
  await Promise.race([once(lines, 'line'), ended]);
}
