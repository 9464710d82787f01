import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureAvahi } from './avahi.mjs';

describe('ensureAvahi', () => {
  let cache: string;
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'grapevine-avahi-'));
  });
  afterEach(() => rmSync(cache, { recursive: true }));

  interface System {
    installed?: boolean;
    /** What apt-get gives, the first time and later. */
    aptCodes?: number[];
    unpackCode?: number;
  }

  /** A machine on which apt-get puts one package into the folder that it is given. */
  function machine({ installed = false, aptCodes = [0], unpackCode = 0 }: System = {}) {
    const [ran, said]: [string[], string[]] = [[], []];
    const result = (code: number, stderr = '') => Promise.resolve({ code, stdout: '', stderr });
    const capture = (command: string, args: string[]) => {
      if (command === 'sh') return result(installed ? 0 : 1);
      if (command === 'dpkg-deb') {
        mkdirSync(join(args[2] ?? '', 'usr'));
        return result(unpackCode, 'dpkg-deb: no archive');
      }
      const archives = /archives=(.*)$/.exec(
        args
          .join('\n')
          .split('\n')
          .find((arg) => arg.startsWith('Dir')) ?? '',
      )?.[1];
      ran.push([command, ...args.filter((arg) => /^[a-z]/.test(arg))].join(' '));
      const code = archives === undefined ? 0 : (aptCodes.shift() ?? 0);
      if (archives !== undefined && code === 0) writeFileSync(join(archives, 'avahi-daemon_1.deb'), '');
      return result(code, 'E: Unable to locate package');
    };
    return { ran, said, capture, say: (line: string) => said.push(line) };
  }

  const ensure = ({ capture, say }: ReturnType<typeof machine>, isRoot = true): Promise<void> =>
    ensureAvahi({ env: { XDG_CACHE_HOME: cache }, tools: { isRoot, capture, say } });

  const left = (): string[] => (existsSync(join(cache, 'grapevine')) ? readdirSync(join(cache, 'grapevine')) : []);

  it('[SETUP] fetches and unpacks what is missing, once, and installs nothing', async () => {
    const tools = machine();
    await ensure(tools);
    await ensure(tools);
    expect(tools.ran).toEqual(['apt-get install avahi-daemon avahi-utils']);
    expect(left()).toEqual(['avahi', 'locks']);
    expect(tools.said).toEqual([]);
  });

  it.each([
    ['it is installed', machine({ installed: true }), true],
    ['it is not root', machine(), false],
    ['there is no apt-get', machine({ aptCodes: [127] }), true],
  ])('[SETUP] leaves everything as it is when %s', async (_why, tools, isRoot) => {
    await ensure(tools, isRoot);
    expect(left()).not.toContain('avahi');
    expect(tools.said).toEqual([]);
  });

  it('[SETUP] updates the list of packages when one is not to be found', async () => {
    const tools = machine({ aptCodes: [100, 0] });
    await ensure(tools);
    expect(tools.ran).toHaveLength(3);
    expect(tools.ran[1]).toBe('apt-get update');
    expect(left()).toContain('avahi');
  });

  it.each([
    ['apt-get', { aptCodes: [100, 100] }, 'E: Unable to locate package'],
    ['dpkg-deb', { unpackCode: 2 }, 'dpkg-deb: no archive'],
  ])('[SETUP] says what %s said, leaves nothing half done, and goes on', async (_who, system, reason) => {
    const tools = machine(system);
    await ensure(tools);
    expect(tools.said).toEqual([`Avahi could not be fetched for the tests; going on without. It said: ${reason}`]);
    expect(left()).toEqual(['locks']);
  });
});
