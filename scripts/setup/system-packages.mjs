import { join } from 'node:path';
import { NOT_FOUND, capture } from '../lib/capture.mjs';
import { withLock } from '../lib/lock.mjs';
import { cacheFolder } from '../lib/paths.mjs';
import { say } from '../lib/say.mjs';
import { aptGet, lastLines } from './apt-get.mjs';

/** Shared libraries of Electron, with a window or as Node. */
const APP_PACKAGES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbfile1',
  'libsecret-1-0',
  'libxtst6',
  'libnotify4',
];
/** Only tests need these: a display and a keychain of their own, and network namespaces. */
const TEST_PACKAGES = ['xvfb', 'xauth', 'iproute2', 'gnome-keyring', 'dbus-x11'];

/** Distributions since the year-2038 change ship some libraries under this ending. */
const RENAMED = 't64';

/**
 * @typedef {{ env: NodeJS.ProcessEnv, isRoot: boolean, capture: typeof capture, say: (line: string) => void }} Tools
 */

/**
 * Makes sure that the Debian packages are there: as root it installs what is missing, otherwise it names it and goes on.
 * Does nothing on systems without dpkg.
 * @param {{ tests: boolean, env: NodeJS.ProcessEnv, tools?: Partial<Tools> }} options
 */
export async function ensureSystemPackages({ tests, env, tools: given = {} }) {
  const tools = { env, isRoot: process.getuid?.() === 0, capture, say, ...given };
  const wanted = tests ? [...APP_PACKAGES, ...TEST_PACKAGES] : APP_PACKAGES;
  const missing = await missingOf(wanted, tools);
  if (missing.length === 0) return;
  if (!tools.isRoot) {
    tools.say(`These system packages are missing: ${missing.join(' ')} (apt-get install them as root).`);
    return;
  }
  await withLock(join(cacheFolder(env), 'locks', 'apt.lock'), () => install(wanted, tools));
}

/**
 * @param {string[]} wanted
 * @param {Tools} tools
 * @returns {Promise<string[]>}
 */
async function missingOf(wanted, tools) {
  const names = wanted.flatMap((name) => [name, name + RENAMED]);
  const { code, stdout } = await tools.capture('dpkg-query', ['-W', '-f=${db:Status-Status} ${Package}\\n', ...names]);
  if (code === NOT_FOUND) return [];
  const installed = new Set(stdout.split('\n').filter((line) => line.startsWith('installed ')));
  return wanted.filter((name) => !installed.has(`installed ${name}`) && !installed.has(`installed ${name}${RENAMED}`));
}

/**
 * @param {string[]} wanted
 * @param {Tools} tools
 */
async function install(wanted, tools) {
  const missing = await missingOf(wanted, tools);
  if (missing.length === 0) return;
  tools.say(`Installing system packages: ${missing.join(' ')} ...`);
  const update = await aptGet(['update'], tools);
  const names = await Promise.all(missing.map((name) => currentName(name, tools)));
  const result = await aptGet(['install', '--yes', '--no-install-recommends', ...names], tools);
  if (result.code === 0) return;
  const reason = lastLines(`${update.code === 0 ? '' : update.stderr}${result.stderr}`);
  tools.say(`apt-get could not install ${names.join(' ')}; going on without. It said: ${reason}`);
}

/**
 * @param {string} name
 * @param {Tools} tools
 * @returns {Promise<string>} the name under which this distribution has the package
 */
async function currentName(name, tools) {
  const { code } = await tools.capture('apt-cache', ['show', name + RENAMED]);
  return code === 0 ? name + RENAMED : name;
}
