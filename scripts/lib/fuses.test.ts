import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { copyRuntime } from '../testing/runtime-copy.mjs';
import { FUSES, readFuses, setFuses } from './fuses.mjs';

describe('the fuses of a package', () => {
  let folder: string;
  let executable: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grapevine-fuses-'));
    if (process.platform !== 'linux') return;
    executable = await copyRuntime(process.execPath, folder);
    await writeFile(join(folder, 'early.cjs'), 'console.log("early")');
    await writeFile(join(folder, 'script.cjs'), 'console.log("electron" in process.versions, process.argv[2])');
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true }));

  const needsCopy = (ctx: TestContext): void => {
    if (process.platform !== 'linux') ctx.skip('only on Linux is the runtime one folder that can be copied');
  };

  /** Runs the script as `grapevine` is run, with what somebody else's environment would add. */
  async function runScript(): Promise<{ stdout: string; stderr: string }> {
    const options = `--require=${join(folder, 'early.cjs')} --inspect=127.0.0.1:0`;
    const env = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: options };
    return promisify(execFile)(executable, [join(folder, 'script.cjs'), 'x'], { env });
  }

  it('[ARCH] let the command line run, and nothing in by the environment', async (ctx) => {
    needsCopy(ctx);
    const before = await runScript();
    expect(before.stdout).toContain('early');
    expect(before.stderr).toContain('Debugger listening');
    await setFuses(executable);
    expect(await runScript()).toEqual({ stdout: 'true x\n', stderr: '' });
  }, 120_000);

  it('[ARCH] are read back as they were set, each one that this Electron has', async (ctx) => {
    needsCopy(ctx);
    const there = await readFuses(executable);
    expect(Object.keys(there).length).toBeGreaterThanOrEqual(8);
    expect(FUSES).toMatchObject(there);
  });
});
