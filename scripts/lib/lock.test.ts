import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.mjs';
import { startTimeOf } from './process-identity.mjs';

describe('withLock', () => {
  let folder: string;
  let lock: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'grapevine-lock-'));
    lock = join(folder, 'the.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs tasks at once and reports the most that ran at the same time. */
  async function mostAtOnce(count: number): Promise<number> {
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    await Promise.all(Array.from({ length: count }, () => withLock(lock, task)));
    return most;
  }

  function deadPid(): number {
    return spawnSync(process.execPath, ['-e', '']).pid;
  }

  it('[SETUP] lets one task in at a time and leaves nothing behind', async () => {
    expect(await mostAtOnce(5)).toBe(1);
    expect(existsSync(lock)).toBe(false);
  });

  it('[SETUP] gives the lock back when the task fails', async () => {
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withLock(lock, () => Promise.resolve('in'))).toBe('in');
  });

  it('[SETUP] takes over the lock of a process that has died, one task at a time', async () => {
    writeFileSync(lock, JSON.stringify({ pid: deadPid(), startTime: '1', nonce: 'dead' }));
    expect(await mostAtOnce(5)).toBe(1);
  });

  it('[SETUP] takes over the lock of a process whose pid another one has now', async () => {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, startTime: 'another', nonce: 'gone' }));
    expect(await withLock(lock, () => Promise.resolve('in'))).toBe('in');
  });

  it('[SETUP] names the process and the file when it has waited long enough', async () => {
    const owner = { pid: process.pid, startTime: startTimeOf(process.pid), nonce: 'alive' };
    writeFileSync(lock, JSON.stringify(owner));
    const attempt = withLock(lock, () => Promise.resolve('in'), { waitMs: 0 });
    await expect(attempt).rejects.toThrow(`Process ${process.pid} has held ${lock}`);
  });

  it('[SETUP] says which process it waits for, once', async () => {
    const told: number[] = [];
    const inside = Promise.withResolvers<undefined>();
    const gate = Promise.withResolvers<undefined>();
    const first = withLock(lock, () => {
      inside.resolve(undefined);
      return gate.promise;
    });
    await inside.promise;
    const waiting = { announceAfterMs: 0, onWait: (pid: number) => told.push(pid) };
    const second = withLock(lock, () => Promise.resolve('second'), waiting);
    await expect.poll(() => told).toEqual([process.pid]);
    gate.resolve(undefined);
    await first;
    expect(await second).toBe('second');
    expect(told).toHaveLength(1);
  });
});
