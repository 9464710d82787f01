import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { runForwarding } from './forward.mjs';
import { Problem } from './problem.mjs';

const NODE = process.execPath;
const CHILD = `process.on('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up')`;
const PARENT = `
  import { runForwarding } from ${JSON.stringify(join(import.meta.dirname, 'forward.mjs'))};
  process.exitCode = await runForwarding(process.execPath, ['-e', ${JSON.stringify(CHILD)}]);
`;

describe('runForwarding', () => {
  it('[SETUP] gives the exit code', async () => {
    expect(await runForwarding(NODE, ['-e', 'process.exit(3)'])).toBe(3);
  });

  it('[SETUP] gives 128 and the number of the signal that ended the program', async () => {
    expect(await runForwarding(NODE, ['-e', `process.kill(process.pid, 'SIGKILL')`])).toBe(137);
  });

  it('[SETUP] says so when the program is not there', async () => {
    await expect(runForwarding('/nowhere/program', [])).rejects.toThrow(Problem);
  });

  it('[SETUP] passes a signal on and waits for the program to end by itself', async () => {
    const parent = spawn(NODE, ['--input-type=module', '-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(createInterface(parent.stdout), 'line');
    parent.kill('SIGTERM');
    expect(await once(parent, 'exit')).toEqual([7, null]);
  });

  it.runIf(process.platform !== 'win32')(
    '[SETUP] ends the program when npm, which started this one, is gone',
    async () => {
      const script = ['-c', '"$0" --input-type=module -e "$1" & wait', NODE, PARENT];
      const env = { ...process.env, npm_lifecycle_event: 'start' };
      const shell = spawn('/bin/sh', script, { stdio: ['ignore', 'pipe', 'inherit'], env });
      await once(createInterface(shell.stdout), 'line');
      shell.kill('SIGKILL');
      await once(shell.stdout, 'close');
    },
  );
});
