import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureDependencies } from './dependencies.mjs';

const LIBRARY = { version: '1.0.0', integrity: 'sha512-aa' };
const ELSEWHERE = { version: '2.0.0', integrity: 'sha512-bb', optional: true };

describe('ensureDependencies', () => {
  let root: string;
  let installs: number;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'grapevine-dependencies-'));
    installs = 0;
    writeLock(LIBRARY);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function writeLock(library: object): void {
    const packages = { '': {}, 'node_modules/library': library, 'node_modules/elsewhere': ELSEWHERE };
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
  }

  /** What npm leaves behind when somebody runs it by hand. */
  function writeInstalled(packages: object): void {
    mkdirSync(join(root, 'node_modules/library'), { recursive: true });
    writeFileSync(join(root, 'node_modules/library/package.json'), '{}');
    writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  }

  function ensure(install = () => Promise.resolve()): Promise<void> {
    const counted = () => {
      installs += 1;
      return install();
    };
    return ensureDependencies({ root, env: { XDG_CACHE_HOME: join(root, 'cache') }, install: counted });
  }

  it('[SETUP] installs once', async () => {
    await ensure();
    await ensure();
    expect(installs).toBe(1);
  });

  it('[SETUP] installs again when package-lock.json has changed', async () => {
    await ensure();
    writeLock({ ...LIBRARY, version: '1.1.0' });
    await ensure();
    expect(installs).toBe(2);
  });

  it('[SETUP] installs again when node_modules is gone', async () => {
    await ensure();
    rmSync(join(root, 'node_modules'), { recursive: true });
    await ensure();
    expect(installs).toBe(2);
  });

  it('[SETUP] installs again after an installation that broke off', async () => {
    await expect(ensure(() => Promise.reject(new Error('interrupted')))).rejects.toThrow('interrupted');
    await ensure();
    expect(installs).toBe(2);
  });

  it('[SETUP] installs once for two set-ups at a time', async () => {
    await Promise.all([ensure(), ensure()]);
    expect(installs).toBe(1);
  });

  it('[SETUP] is content with what somebody installed by hand', async () => {
    writeInstalled({ 'node_modules/library': LIBRARY });
    await ensure();
    expect(installs).toBe(0);
  });

  it.each([
    ['another version', { 'node_modules/library': { ...LIBRARY, version: '0.9.0' } }],
    ['a package too few', {}],
    ['a package too many', { 'node_modules/library': LIBRARY, 'node_modules/other': LIBRARY }],
  ])('[SETUP] is not content with %s installed by hand', async (_, packages) => {
    writeInstalled(packages);
    await ensure();
    expect(installs).toBe(1);
  });

  it('[SETUP] is not content with a package whose folder is gone', async () => {
    writeInstalled({ 'node_modules/library': LIBRARY });
    rmSync(join(root, 'node_modules/library'), { recursive: true });
    await ensure();
    expect(installs).toBe(1);
  });
});
