import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from './problem.mjs';
import { isRunning, startTimeOf } from './process-identity.mjs';
import { say } from './say.mjs';

/**
 * Who holds a lock. The nonce tells one holding from the next.
 * @typedef {{ pid: number, startTime: string, nonce: string }} Owner
 */

/**
 * How long to wait for somebody else, and whom to tell, once, after how long.
 * @typedef {{ waitMs?: number, onWait?: (pid: number) => void, announceAfterMs?: number }} Waiting
 */

const POLL_MS = 100;
/** A shorter wait is not worth a line. */
const ANNOUNCE_AFTER_MS = 2_000;
/** Removing a dead owner's lock takes one unlink: a marker this old was left by a crash. */
const MARKER_MAX_AGE_MS = 10_000;

/**
 * Runs `task` while holding the lock file. The lock of a process that has died is taken over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} task
 * @param {Waiting} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, task, options = {}) {
  const owner = { pid: process.pid, startTime: startTimeOf(process.pid), nonce: randomUUID() };
  await acquire(path, owner, options);
  try {
    return await task();
  } finally {
    await rm(path, { force: true });
  }
}

/**
 * @param {string} path
 * @param {Owner} owner
 * @param {Waiting} options
 */
async function acquire(
  path,
  owner,
  { waitMs = 30 * 60_000, onWait = sayWaiting, announceAfterMs = ANNOUNCE_AFTER_MS },
) {
  await mkdir(dirname(path), { recursive: true });
  const since = performance.now();
  let announced = false;
  while (!(await tryAcquire(path, owner))) {
    const holder = await readOwner(path);
    if (holder === null) continue;
    if (!isRunning(holder.pid, holder.startTime)) {
      await removeStale(path, holder);
    } else if (performance.now() - since > waitMs) {
      throw new Problem(`Process ${holder.pid} has held ${path} for too long: end it, then try again.`);
    } else if (!announced && performance.now() - since >= announceAfterMs) {
      announced = true;
      onWait(holder.pid);
    }
    await wait(POLL_MS);
  }
}

/** @param {number} pid */
function sayWaiting(pid) {
  say(`Another set-up is under way (process ${pid}): waiting for it.`);
}

/**
 * Linking a finished file makes the lock appear with its content, so that no reader sees an empty one.
 * @param {string} path
 * @param {Owner} owner
 * @returns {Promise<boolean>}
 */
async function tryAcquire(path, owner) {
  const draft = `${path}.${owner.nonce}`;
  await writeFile(draft, JSON.stringify(owner));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * @param {string} path
 * @returns {Promise<Owner | null>} null when nobody holds it
 */
async function readOwner(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new Problem(`${path} cannot be read (${String(error)}): delete it, then try again.`);
  }
}

/**
 * Of all that see the same dead owner only the one that makes the marker removes the lock, and only while it is still
 * that owner's: so a lock taken in the meantime is never removed.
 * @param {string} path
 * @param {Owner} stale
 */
async function removeStale(path, stale) {
  const marker = `${path}.${stale.nonce}.stale`;
  try {
    await writeFile(marker, '', { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    await removeOldMarker(marker);
    return;
  }
  const holder = await readOwner(path);
  if (holder?.nonce === stale.nonce) await rm(path, { force: true });
  await rm(marker, { force: true });
}

/** @param {string} marker */
async function removeOldMarker(marker) {
  const made = await stat(marker).catch(() => null);
  if (made !== null && Date.now() - made.mtimeMs > MARKER_MAX_AGE_MS) await rm(marker, { force: true });
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code;
}
