import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a program can be run at all. */
export const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** A port of loopback that nobody used a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs a server while `work` runs; it is ended whatever comes of it. `works` is asked until it resolves. */
export async function whileRunning<T>(
  program: string,
  args: string[],
  works: () => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  try {
    await untilIt(works);
    return await work();
  } finally {
    process.off('exit', kill);
    kill();
    await ended;
  }
}

async function untilIt(works: () => Promise<unknown>): Promise<void> {
  for (let tries = 100; ; tries -= 1) {
    try {
      await works();
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await sleep(100);
    }
  }
}
