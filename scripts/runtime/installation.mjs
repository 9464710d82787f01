import { statSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../lib/hash.mjs';
import { readJson, writeJson } from '../lib/json-file.mjs';
import { withLock } from '../lib/lock.mjs';
import { processExists } from '../lib/process-identity.mjs';
import { Problem } from '../lib/problem.mjs';

/**
 * One runtime in the cache folder.
 * @typedef {{ folder: string, name: string, version: string, executable: string, sha256: string | null }} Installation
 *   `folder` holds all runtimes, `executable` is relative to this one's, `sha256` of it is null where it is not known
 *   beforehand
 */

const STAMP = 'grapevine-runtime.json';
const TEMPORARY = '.tmp-';
/** A running installation is never taken for a left-over one, even where its pid cannot be seen. */
const LEFTOVER_AGE_MS = 60 * 60_000;

/** @param {Installation} installation */
export const folderOf = ({ folder, name }) => join(folder, name);

/**
 * A cheap check: the stamp fits and the executable has the size it had when its hash was checked.
 * @param {Installation} installation
 * @returns {boolean}
 */
export function isInstalled(installation) {
  const at = folderOf(installation);
  const stamp = readJson(join(at, STAMP));
  if (stamp === null || stamp.version !== installation.version) return false;
  if (installation.sha256 !== null && stamp.sha256 !== installation.sha256) return false;
  return statSync(join(at, installation.executable), { throwIfNoEntry: false })?.size === stamp.sizeBytes;
}

/**
 * Holds the installation's lock, so that of two installers one waits and finds it done.
 * @template T
 * @param {Installation} installation
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export function exclusively(installation, task) {
  return withLock(`${folderOf(installation)}.lock`, task);
}

/**
 * Fills a temporary folder, checks it and moves it to its place in one step. Call it inside {@link exclusively}.
 * @param {Installation} installation
 * @param {(temporary: string) => Promise<string>} fill gives the unpacked folder, inside the temporary one
 */
export async function install(installation, fill) {
  await mkdir(installation.folder, { recursive: true });
  await removeLeftovers(installation.folder);
  const temporary = await mkdtemp(join(installation.folder, `${TEMPORARY}${process.pid}-`));
  try {
    const unpacked = await fill(temporary);
    await check(installation, unpacked);
    await mendSandbox(unpacked);
    await moveIntoPlace(unpacked, folderOf(installation), join(temporary, 'replaced'));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * @param {Installation} installation
 * @param {string} unpacked
 */
async function check({ name, version, executable, sha256: expected }, unpacked) {
  const path = join(unpacked, executable);
  const found = await stat(path).catch(() => null);
  if (found === null) throw new Problem(`${name} holds no ${executable}: it was not installed.`);
  const sha256 = await hashFile(path, 'sha256', 'hex');
  if (expected !== null && sha256 !== expected) {
    throw new Problem(`The executable of ${name} has the wrong hash (sha256 ${sha256}): it was not installed.`);
  }
  writeJson(join(unpacked, STAMP), { version, sizeBytes: found.size, sha256 });
}

/**
 * As root Chromium's sandbox helper can be given what it needs to work for ordinary users.
 * @param {string} unpacked
 */
async function mendSandbox(unpacked) {
  const helper = join(unpacked, 'chrome-sandbox');
  if (process.getuid?.() !== 0 || (await stat(helper).catch(() => null)) === null) return;
  await chown(helper, 0, 0);
  await chmod(helper, 0o4755);
}

/**
 * @param {string} unpacked
 * @param {string} place
 * @param {string} aside where what is there now goes
 */
async function moveIntoPlace(unpacked, place, aside) {
  await rename(place, aside).catch(() => {});
  await rename(unpacked, place);
}

/**
 * Removes what installers that were killed left behind.
 * @param {string} folder
 */
async function removeLeftovers(folder) {
  for (const name of await readdir(folder)) {
    const pid = Number(/^\.tmp-(\d+)-/.exec(name)?.[1]);
    if (Number.isNaN(pid) || processExists(pid)) continue;
    const made = await stat(join(folder, name)).catch(() => null);
    if (made !== null && Date.now() - made.mtimeMs > LEFTOVER_AGE_MS) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}
