import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The checkout this script belongs to. */
export const ROOT = resolve(import.meta.dirname, '../..');

/**
 * The user's cache folder of this project, shared by all checkouts.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function cacheFolder(env) {
  const base = env['XDG_CACHE_HOME'];
  // The XDG rules say that a relative path counts as unset.
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), '.cache'), 'grapevine');
}

/**
 * Where Avahi's programs are unpacked for tests, on systems that have none installed.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export const avahiFolder = (env) => join(cacheFolder(env), 'avahi');

/**
 * The lock that set-ups in one checkout share. It lies in the cache folder: `npm ci` empties node_modules.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root
 * @returns {string}
 */
export function checkoutLock(env, root) {
  const id = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(cacheFolder(env), 'locks', `checkout-${id}.lock`);
}
