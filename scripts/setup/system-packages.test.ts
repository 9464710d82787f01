import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureSystemPackages } from './system-packages.mjs';

const LIBRARIES =
  'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libatk-bridge2.0-0 libdrm2 libxkbfile1 libsecret-1-0 libxtst6 libnotify4';

describe('ensureSystemPackages', () => {
  let cache: string;
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'grapevine-packages-'));
  });
  afterEach(() => rmSync(cache, { recursive: true }));

  /** A machine with dpkg on which these packages are installed and those are to be had under their new name. */
  function machine({ installed, renamed = [] as string[], aptCode = 0 }: Machine) {
    const ran: string[] = [];
    const said: string[] = [];
    const result = (code: number, stdout = '', stderr = '') => Promise.resolve({ code, stdout, stderr });
    const capture = (command: string, args: string[]) => {
      if (command === 'dpkg-query') return result(1, installed.map((name) => `installed ${name}\n`).join(''));
      if (command === 'apt-cache') return result(renamed.includes(args[1] ?? '') ? 0 : 100);
      ran.push([command, ...args.slice(3)].join(' '));
      return result(aptCode, '', 'E: no such thing');
    };
    return { ran, said, capture, say: (line: string) => said.push(line) };
  }
  interface Machine {
    installed: string[];
    renamed?: string[];
    aptCode?: number;
  }

  async function ensure(tools: ReturnType<typeof machine>, { isRoot = true, tests = false } = {}): Promise<void> {
    const { capture, say } = tools;
    await ensureSystemPackages({ tests, env: { XDG_CACHE_HOME: cache }, tools: { isRoot, capture, say } });
  }

  const all = LIBRARIES.split(' ');

  it('[SETUP] does nothing when nothing is missing', async () => {
    const tools = machine({ installed: all });
    await ensure(tools);
    expect(tools).toMatchObject({ ran: [], said: [] });
  });

  it('[SETUP] takes a library under its new name for installed', async () => {
    const tools = machine({ installed: all.map((name) => (name === 'libasound2' ? 'libasound2t64' : name)) });
    await ensure(tools);
    expect(tools.ran).toEqual([]);
  });

  it('[SETUP] does nothing without dpkg', async () => {
    const tools = machine({ installed: [] });
    await ensure({ ...tools, capture: () => Promise.resolve({ code: 127, stdout: '', stderr: '' }) });
    expect(tools.said).toEqual([]);
  });

  it('[SETUP] installs what is missing, after an update, when it is root', async () => {
    const tools = machine({ installed: all.slice(2) });
    await ensure(tools);
    expect(tools.ran).toEqual(['apt-get update', 'apt-get install --yes --no-install-recommends libgtk-3-0 libnss3']);
  });

  it('[SETUP] installs a library under the name that the distribution has', async () => {
    const tools = machine({ installed: all.slice(1), renamed: ['libgtk-3-0t64'] });
    await ensure(tools);
    expect(tools.ran[1]).toBe('apt-get install --yes --no-install-recommends libgtk-3-0t64');
  });

  it('[SETUP] asks for what only tests need when tests are to run', async () => {
    const tools = machine({ installed: all });
    await ensure(tools, { tests: true });
    expect(tools.ran[1]).toBe(
      'apt-get install --yes --no-install-recommends xvfb xauth iproute2 gnome-keyring dbus-x11',
    );
  });

  it('[SETUP] names what is missing in one line, and goes on, when it is not root', async () => {
    const tools = machine({ installed: all.slice(2) });
    await ensure(tools, { isRoot: false });
    expect(tools.ran).toEqual([]);
    expect(tools.said).toEqual([
      'These system packages are missing: libgtk-3-0 libnss3 (apt-get install them as root).',
    ]);
  });

  it('[SETUP] says what apt-get said, and goes on, when it cannot install', async () => {
    const tools = machine({ installed: all.slice(1), aptCode: 100 });
    await ensure(tools);
    expect(tools.said[1]).toContain('could not install libgtk-3-0');
    expect(tools.said[1]).toContain('E: no such thing');
  });
});
