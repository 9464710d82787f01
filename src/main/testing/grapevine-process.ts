import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const CLI = new URL('../cli/cli.ts', import.meta.url).pathname;

export interface Ready {
  ready: true;
  id: string;
  peerPort: number;
  apiPort: number;
}

export interface GrapevineProcess extends AsyncDisposable {
  child: ChildProcess;
  /** Lines of stdout so far. */
  out: string[];
  errors: Promise<string>;
  /** The exit code, or the signal's name. */
  ended: Promise<number | string | null>;
  firstLine(): Promise<string>;
}

/** Runs the `grapevine` command in a process of its own; it is killed at the end of the block. */
export const runGrapevine = (...argv: string[]): GrapevineProcess => runGrapevineWith([], ...argv);

/** The same, with options of Node's. */
export function runGrapevineWith(nodeArgs: readonly string[], ...argv: string[]): GrapevineProcess {
  const child = spawn(process.execPath, [...nodeArgs, CLI, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  const out: string[] = [];
  const lines = createInterface(child.stdout);
  const first = new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
  lines.on('line', (line) => out.push(line));
  return {
    child,
    out,
    errors: text(child.stderr).catch(() => ''),
    ended,
    firstLine: () => first,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The options of a node that is alone on loopback, on free ports. */
export const serveArgs = (profile: string): string[] => [
  ...['serve', '--profile', profile, '--interface', 'lo', '--no-mdns', '--no-token'],
  ...['--peer-port', '0', '--api-port', '0'],
];
