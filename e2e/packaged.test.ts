/** The program as a package has it: its own executable with the fuses set, the application in an archive. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { createPackage } from '@electron/asar';
import { expect, test as base } from '@playwright/test';
import { setFuses } from '../scripts/lib/fuses.mjs';
import { copyRuntime } from '../scripts/testing/runtime-copy.mjs';
import { ELECTRON, ended, nodeOptions, ROOT, windowEnvironment, windowSwitches } from './fixtures/program.ts';

interface Package {
  executable: string;
  folder: string;
}

const test = base.extend<{ packaged: Package }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from the pattern
  packaged: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'grapevine-package-'));
    try {
      const program = join(folder, 'program');
      await mkdir(program);
      const executable = await copyRuntime(ELECTRON, program);
      await setFuses(executable);
      const application = join(folder, 'application');
      await cp(join(ROOT, 'out'), join(application, 'out'), { recursive: true });
      await cp(join(ROOT, 'package.json'), join(application, 'package.json'));
      await createPackage(application, join(program, 'resources/app.asar'));
      await use({ executable, folder });
    } finally {
      // Electron would take the archive for a folder that does not get empty.
      process.noAsar = true;
      await rm(folder, { recursive: true, force: true });
      process.noAsar = false;
    }
  },
});

test.skip(process.platform !== 'linux', 'only on Linux is the runtime one folder that can be copied');

/** Starts the program until it says that it is ready; what it wrote to stderr until its end. */
async function errorsOf({ executable, folder }: Package, switches: string[], env: object): Promise<string> {
  const argv = [...windowSwitches(false), ...switches, ...nodeOptions(join(folder, 'profile'), 'anna')];
  const child = spawn(executable, argv, { env: { ...windowEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const errors = text(child.stderr);
  const lines = createInterface(child.stdout);
  const first = await new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
  child.kill('SIGTERM');
  await ended(child);
  expect([JSON.parse(first || '{}'), await errors]).toEqual([
    expect.objectContaining({ ready: true }),
    expect.anything(),
  ]);
  return errors;
}

test('[ARCH] a package opens to no debugger, of Node or of the page, and to no other page', async ({ packaged }) => {
  const switches = ['--inspect=127.0.0.1:0', '--remote-debugging-port=0'];
  const env = { NODE_OPTIONS: '--require=/nowhere/early.cjs', ELECTRON_RENDERER_URL: 'http://127.0.0.1:9/' };
  const errors = await errorsOf(packaged, switches, env);
  expect(errors).not.toMatch(/listening on/);
  expect(errors).not.toContain('early.cjs');
});
