import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readJson } from '../lib/json-file.mjs';
import { cacheFolder } from '../lib/paths.mjs';
import { say } from '../lib/say.mjs';
import { MILTON, fetchFallback, npmPack } from './fallback.mjs';
import { fetchOfficial } from './official.mjs';
import { resolveRuntime } from './resolve.mjs';

/** What `@electron/get` reads to find another place than GitHub. */
const MIRROR_VARIABLE =
  /^(npm_config_|npm_package_config_)?electron_(mirror|custom_?dir|custom_?filename|custom_?version)$/i;

/**
 * The Electron of this checkout's package.json, on this machine.
 * @param {{ root: string, env: NodeJS.ProcessEnv }} options packages must be installed
 * @returns {Promise<import('./resolve.mjs').Runtime>}
 */
export function findRuntime({ root, env }) {
  const version = readJson(join(root, 'package.json')).devDependencies.electron;
  const { platform, arch } = process;
  const checksums = () => readJson(join(root, 'node_modules/electron/checksums.json'));
  const cacheRoot = env['electron_config_cache'];
  return resolveRuntime({
    version,
    platform,
    arch,
    folder: join(cacheFolder(env), 'electron'),
    override: env['ELECTRON_OVERRIDE_DIST_PATH'] || undefined,
    retry: env['GRAPEVINE_RETRY_DOWNLOAD'] === '1',
    source: mirrorOf(env),
    now: Date.now,
    say,
    fetchOfficial: (temporary) =>
      fetchOfficial({ version, platform, arch, checksums: checksums(), cacheRoot }, temporary),
    fallback: MILTON,
    fetchFallback: (temporary) => fetchFallback(MILTON, npmPack, temporary),
  });
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string} stands for where the official binary comes from; hashed, for a mirror's address may hold a password
 */
function mirrorOf(env) {
  const names = Object.keys(env).filter((name) => MIRROR_VARIABLE.test(name));
  if (names.length === 0) return 'default';
  const settings = names.sort().map((name) => `${name}=${env[name]}`);
  return createHash('sha256').update(settings.join('\n')).digest('hex');
}
