import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../lib/problem.mjs';

/**
 * What this machine says about opening windows.
 * @typedef {object} Facts
 * @property {string} platform
 * @property {NodeJS.ProcessEnv} env
 * @property {boolean} isRoot
 * @property {{ uid: number, mode: number } | null} sandboxHelper null when the file is not there
 * @property {(path: string) => string | null} read a file's text; null when it is not there
 */

/**
 * How the application can be run here: with a window and these switches, or only without one.
 * @typedef {{ window: true, switches: string[], note: string | null } | { window: false }} WindowPlan
 */

/**
 * @param {string} folder of the runtime
 * @returns {Facts}
 */
export function factsAbout(folder) {
  const helper = statSync(join(folder, 'chrome-sandbox'), { throwIfNoEntry: false });
  return {
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    sandboxHelper: helper === undefined ? null : { uid: helper.uid, mode: helper.mode },
    read: readOrNull,
  };
}

/** @param {string} path */
function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

/**
 * Chromium will not sandbox as root; as an ordinary user it needs its helper with SUID root, or user namespaces.
 * @param {string} folder of the runtime
 * @param {Facts} [facts]
 * @returns {WindowPlan}
 * @throws {Problem} when a window is possible only after the user has mended something
 */
export function planWindow(folder, facts = factsAbout(folder)) {
  const { platform, env, isRoot } = facts;
  if (platform !== 'linux') return { window: true, switches: [], note: null };
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return { window: false };
  if (isRoot) {
    return {
      window: true,
      switches: ['--no-sandbox'],
      note: 'Running as root, so without the sandbox (--no-sandbox).',
    };
  }
  if (!isHelperReady(facts) && !hasUserNamespaces(facts))
    throw new Problem(sandboxAdvice(join(folder, 'chrome-sandbox')));
  return { window: true, switches: [], note: null };
}

const SUID = 0o4000;

/** @param {Facts} facts */
function isHelperReady({ sandboxHelper }) {
  return sandboxHelper !== null && sandboxHelper.uid === 0 && (sandboxHelper.mode & SUID) !== 0;
}

/** @param {Facts} facts */
function hasUserNamespaces({ read }) {
  return (
    read('/proc/sys/kernel/unprivileged_userns_clone') !== '0' &&
    read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') !== '1' &&
    read('/proc/sys/user/max_user_namespaces') !== '0'
  );
}

/** @param {string} helper */
function sandboxAdvice(helper) {
  return (
    'This system lets ordinary users make no namespaces, so the sandbox of the window needs its helper with root rights. ' +
    `Run this once: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`
  );
}
