import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { medianFigure } from '../lib/measure.ts';
import { freePort, isThere, whileRunning } from './program.ts';

const run = promisify(execFile);

export const hasRedis = (): boolean => isThere('redis-server') && isThere('redis-benchmark');

/** Durable writes a second of Redis with each write on the disk before its answer; its own client, written in C, asks. */
export async function redisWrites(folder: string, writers: number): Promise<number> {
  const [port, dir] = [String(await freePort()), join(folder, 'redis')];
  mkdirSync(dir);
  const server = ['--bind', '127.0.0.1', '--port', port, '--dir', dir, '--save', ''];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
  const client = ['-h', '127.0.0.1', '-p', port, '-c', String(writers), '--csv'];
  const load = ['-t', 'set', '-d', '100', '-r', '10000', '-n', '100000'];
  const ping = (): Promise<unknown> => run('redis-cli', ['-h', '127.0.0.1', '-p', port, 'ping']);
  return whileRunning('redis-server', [...server, ...durable], ping, () =>
    medianFigure(async () => perSecond((await run('redis-benchmark', [...client, ...load])).stdout)),
  );
}

/** The second field of the line about SET. */
const perSecond = (csv: string): number => Number(/^"SET","([\d.]+)"/m.exec(csv)?.[1]);
