import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NOT_FOUND, capture } from '../lib/capture.mjs';
import { withLock } from '../lib/lock.mjs';
import { avahiFolder, cacheFolder } from '../lib/paths.mjs';
import { say } from '../lib/say.mjs';
import { aptGet, lastLines } from './apt-get.mjs';

const INSTALL = ['install', '--yes', '--no-install-recommends', '--download-only', 'avahi-daemon', 'avahi-utils'];

/** @typedef {import('./system-packages.mjs').Tools} Tools */

/**
 * Makes sure that tests have Avahi, to see that it finds the program's service. It is unpacked into the cache folder and not installed: an installed
 * one would start, and answer on the machine's real network. As root on Debian only; elsewhere the test says why it was skipped.
 * @param {{ env: NodeJS.ProcessEnv, tools?: Partial<Tools> }} options
 */
export async function ensureAvahi({ env, tools: given = {} }) {
  const tools = { env, isRoot: process.getuid?.() === 0, capture, say, ...given };
  if (!tools.isRoot || existsSync(avahiFolder(env))) return;
  const installed = await tools.capture('sh', ['-c', 'command -v avahi-daemon && command -v avahi-browse']);
  if (installed.code === 0) return;
  await withLock(join(cacheFolder(env), 'locks', 'apt.lock'), async () => {
    if (existsSync(avahiFolder(env))) return;
    const work = mkdtempSync(join(cacheFolder(env), 'avahi-'));
    try {
      const reason = await unpack(work, tools);
      if (reason !== null) tools.say(`Avahi could not be fetched for the tests; going on without. It said: ${reason}`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

/**
 * @param {string} work an empty folder, which is lost afterwards
 * @param {Tools} tools
 * @returns {Promise<string | null>} why it failed; null when it did not, or when there is no apt-get
 */
async function unpack(work, tools) {
  const [archives, root] = [join(work, 'archives'), join(work, 'root')];
  mkdirSync(join(archives, 'partial'), { recursive: true });
  mkdirSync(root);
  const fetch = () => aptGet(['-o', `Dir::Cache::archives=${archives}`, ...INSTALL], tools);
  let fetched = await fetch();
  if (fetched.code === NOT_FOUND) return null;
  if (fetched.code !== 0) {
    await aptGet(['update'], tools);
    fetched = await fetch();
  }
  if (fetched.code !== 0) return lastLines(fetched.stderr);
  for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
    const { code, stderr } = await tools.capture('dpkg-deb', ['-x', join(archives, name), root]);
    if (code !== 0) return lastLines(stderr);
  }
  renameSync(root, avahiFolder(tools.env));
  return null;
}
