import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processExists } from '../lib/process-identity.mjs';
import { runBounded } from './bounded-run.mjs';

describe('runBounded', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'grapevine-bounded-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function run(script: string, changes: { timeoutMs?: number; signal?: AbortSignal } = {}) {
    const { signal } = new AbortController();
    const options = {
      cwd: folder,
      env: process.env,
      timeoutMs: 60_000,
      signal,
      keepOutput: true,
      settleMs: 50,
      ...changes,
    };
    return runBounded('sh', ['-c', script], options);
  }

  it('[SETUP] gives the exit code and the output', async () => {
    expect(await run('echo out; echo err >&2; exit 4')).toEqual({
      code: 4,
      cut: null,
      leftovers: 0,
      output: 'out\nerr\n',
    });
  });

  it('[SETUP] says why a program could not be started', async () => {
    const { signal } = new AbortController();
    const options = { cwd: folder, env: process.env, timeoutMs: 1_000, signal, keepOutput: true };
    expect(await runBounded('/nowhere/program', [], options)).toMatchObject({
      code: 1,
      output: expect.stringContaining('ENOENT') as string,
    });
  });

  it('[SETUP] ends the whole group when the time is up', async () => {
    const ended = await run('sleep 600 & echo $! > pid; wait', { timeoutMs: 500 });
    expect(ended).toMatchObject({ code: 143, cut: 'took longer than 0 minutes' });
    expect(processExists(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false);
  });

  it('[SETUP] ends when it is told to, and says why', async () => {
    const controller = new AbortController();
    const ended = run('sleep 600', { signal: controller.signal });
    controller.abort('interrupted by SIGINT');
    expect(await ended).toMatchObject({ cut: 'interrupted by SIGINT' });
  });

  it('[SETUP] starts nothing when that was before', async () => {
    const ended = await run('touch started', { signal: AbortSignal.abort('out of time') });
    expect(ended).toMatchObject({ cut: 'out of time' });
    expect(spawnSync('ls', [folder]).stdout.toString()).toBe('');
  });

  it.runIf(process.platform === 'linux')('[SETUP] ends what was left behind in another group', async () => {
    // The shell ends only when the other group exists: before, what is left behind would still be in its own.
    const left = `setsid sh -c 'echo $$ > pid; exec sleep 600' > /dev/null 2>&1 &`;
    const ended = await run(`${left} until [ -s pid ]; do sleep 0.01; done`);
    expect(ended).toMatchObject({ code: 0, cut: null, leftovers: 1 });
    await expect.poll(() => processExists(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false);
  });
});
