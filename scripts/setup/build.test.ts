import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuild, forgetBuild, isBuilt } from './build.mjs';

describe('ensureBuild', () => {
  let root: string;
  let electron: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'grapevine-build-'));
    mkdirSync(join(root, 'src/core'), { recursive: true });
    writeFileSync(join(root, 'src/core/node.ts'), 'one');
    writeFileSync(join(root, 'package.json'), '{}');
    electron = join(root, 'electron');
    builder('mkdir -p out/main && touch out/main/index.js out/main/cli.js');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** A stand-in for the runtime that notes each build. */
  function builder(script: string): void {
    writeFileSync(electron, `#!/bin/sh\necho built >> builds\n${script}\n`, { mode: 0o755 });
  }

  const env = () => ({ ...process.env, XDG_CACHE_HOME: join(root, 'cache') });
  const ensure = () => ensureBuild({ root, env: env(), electron, say: () => undefined });
  const builds = () =>
    existsSync(join(root, 'builds')) ? readFileSync(join(root, 'builds'), 'utf8').split('\n').length - 1 : 0;

  it('[SETUP] builds once', async () => {
    await ensure();
    await ensure();
    expect(builds()).toBe(1);
    expect(isBuilt(root)).toBe(true);
  });

  it('[SETUP] builds once for two set-ups at a time', async () => {
    await Promise.all([ensure(), ensure()]);
    expect(builds()).toBe(1);
  });

  it.each(['src/core/node.ts', 'package.json', 'src/new.ts', 'electron.vite.config.ts'])(
    '[SETUP] builds again when %s has changed',
    async (path) => {
      await ensure();
      appendFileSync(join(root, path), 'more');
      await ensure();
      expect(builds()).toBe(2);
    },
  );

  it('[SETUP] does not build again for a test', async () => {
    await ensure();
    writeFileSync(join(root, 'src/core/node.test.ts'), 'new');
    await ensure();
    expect(builds()).toBe(1);
  });

  it('[SETUP] builds again when a result is gone', async () => {
    await ensure();
    rmSync(join(root, 'out/main/cli.js'));
    await ensure();
    expect(builds()).toBe(2);
  });

  it('[SETUP] builds again after a development build', async () => {
    await ensure();
    forgetBuild(root);
    await ensure();
    expect(builds()).toBe(2);
  });

  it('[SETUP] shows what a failed build said, and builds again the next time', async () => {
    await ensure();
    appendFileSync(join(root, 'src/core/node.ts'), 'broken');
    builder('echo "syntax error" >&2; exit 4');
    await expect(ensure()).rejects.toThrow('The build failed with code 4:\nsyntax error');
    expect(isBuilt(root)).toBe(false);
  });
});
