import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { exitCodeOf } from '../lib/exit-code.mjs';
import { Problem } from '../lib/problem.mjs';

/** What a node prints when it is up. @typedef {{ id: string, peerPort: number, apiPort: number }} Ready */

const READY_WITHIN_MS = 60_000;
const KEPT_LINES = 20;
const DRAIN_MS = 500;

/**
 * Starts one node of the demo, in a process group of its own.
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.command
 * @param {string[]} options.args
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} options.env
 * @param {number} [options.graceMs] what it gets to end by itself
 */
export function startNode({ name, command, args, cwd, env, graceMs = 5_000 }) {
  const detached = process.platform !== 'win32';
  const child = spawn(command, args, { cwd, env, detached, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {string[]} */
  const errors = [];
  createInterface(child.stderr).on('line', (line) => {
    errors.push(line);
    if (errors.length > KEPT_LINES) errors.shift();
  });
  const drained = drain(child);
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code, signal) => void drained.then(() => resolve(exitCodeOf(code, signal))));
  });
  return {
    name,
    ended,
    errors,
    ready: readyOf(name, child.stdout, ended, errors),
    stop: () => stop(child, ended, detached, graceMs),
  };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<void>} resolves when all its output is here, or, if something it left behind holds on to that, soon
 *   after its end
 */
function drain(child) {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('exit', () => setTimeout(resolve, DRAIN_MS).unref());
  });
}

/**
 * @param {string} name
 * @param {import('node:stream').Readable} stdout
 * @param {Promise<number>} ended
 * @param {string[]} errors
 * @returns {Promise<Ready>}
 */
async function readyOf(name, stdout, ended, errors) {
  const limit = new AbortController();
  try {
    return await Promise.race([
      readyLine(stdout),
      ended.then((code) => {
        throw new Problem([`${name} ended with code ${code} before it was ready.`, ...errors].join('\n'));
      }),
      wait(READY_WITHIN_MS, undefined, { signal: limit.signal }).then(() => {
        throw new Problem([`${name} was not ready within ${READY_WITHIN_MS / 1000} s.`, ...errors].join('\n'));
      }),
    ]);
  } finally {
    limit.abort();
  }
}

/**
 * Reads on after the line it waits for, so that the pipe never fills.
 * @param {import('node:stream').Readable} stdout
 * @returns {Promise<Ready>}
 */
function readyLine(stdout) {
  return new Promise((resolve) => {
    createInterface(stdout).on('line', (line) => {
      const message = parse(line);
      if (message?.ready === true) resolve(message);
    });
  });
}

/** @param {string} line */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/**
 * Asks the node to end, and after a grace ends it and all that it started.
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<number>} ended
 * @param {boolean} isGroup
 * @param {number} graceMs
 */
async function stop(child, ended, isGroup, graceMs) {
  if (child.pid === undefined) return;
  child.kill('SIGTERM');
  const limit = new AbortController();
  const late = wait(graceMs, true, { signal: limit.signal }).catch(() => false);
  const isLate = await Promise.race([late, ended.then(() => false)]);
  limit.abort();
  if (!isLate) return;
  if (isGroup) process.kill(-child.pid, 'SIGKILL');
  else child.kill('SIGKILL');
  await ended;
}
