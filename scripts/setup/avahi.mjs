import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NOT_FOUND, capture } from '../lib/capture.mjs';
import { withLock } from '../lib/lock.mjs';
import { avahiFolder, cacheFolder } from '../lib/paths.mjs';
import { say } from '../lib/say.mjs';

const PACKAGES = ['avahi-daemon', 'avahi-utils'];

/**
 * Makes sure that tests have Avahi, to see that it finds the program's service. It is unpacked into the cache folder and not installed: an installed
 * one would start, and answer on the machine's real network. As root on Debian only; elsewhere the test says why it was skipped.
 * @param {{ env: NodeJS.ProcessEnv, tools?: { isRoot?: boolean, capture?: typeof capture, say?: (line: string) => void } }} options
 */
export async function ensureAvahi({ env, tools = {} }) {
  const { isRoot = process.getuid?.() === 0, capture: run = capture, say: tell = say } = tools;
  if (!isRoot || (await isThere(avahiFolder(env)))) return;
  const installed = await run('sh', ['-c', 'command -v avahi-daemon && command -v avahi-browse']);
  if (installed.code === 0) return;
  await withLock(join(cacheFolder(env), 'locks', 'apt.lock'), async () => {
    if (await isThere(avahiFolder(env))) return;
    const reason = await unpack(env, run);
    if (reason !== null) tell(`Avahi could not be fetched for the tests; going on without. It said: ${reason}`);
  });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {typeof capture} run
 * @returns {Promise<string | null>} why it failed; null when it did not, or when there is no apt-get
 */
async function unpack(env, run) {
  await mkdir(cacheFolder(env), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(env), 'avahi-'));
  try {
    const archives = join(work, 'archives');
    await mkdir(join(archives, 'partial'), { recursive: true });
    const fetch = () => run('apt-get', [...fetchTo(archives), ...PACKAGES], { env: quiet(env) });
    let fetched = await fetch();
    if (fetched.code === NOT_FOUND) return null;
    if (fetched.code !== 0) {
      await run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', 'update'], { env: quiet(env) });
      fetched = await fetch();
    }
    if (fetched.code !== 0) return fetched.stderr.trim().split('\n').slice(-3).join(' ');
    const root = join(work, 'root');
    await mkdir(root);
    for (const name of await readdir(archives)) {
      if (!name.endsWith('.deb')) continue;
      const { code, stderr } = await run('dpkg-deb', ['-x', join(archives, name), root]);
      if (code !== 0) return stderr.trim();
    }
    await rename(root, avahiFolder(env));
    return null;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @param {string} archives */
const fetchTo = (archives) => [
  '-qq',
  '-o',
  'DPkg::Lock::Timeout=120',
  '-o',
  `Dir::Cache::archives=${archives}`,
  'install',
  '--yes',
  '--no-install-recommends',
  '--download-only',
];

/** @param {NodeJS.ProcessEnv} env */
const quiet = (env) => ({ ...env, DEBIAN_FRONTEND: 'noninteractive' });

/** @param {string} path */
const isThere = (path) =>
  stat(path).then(
    () => true,
    () => false,
  );
