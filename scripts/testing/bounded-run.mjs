import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { exitCodeOf } from '../lib/exit-code.mjs';
import { RUN_VARIABLE, endLeftovers } from './leftovers.mjs';

/**
 * How a step ended. `cut` says why it was ended early; `leftovers` counts processes it left behind; `output` is kept only
 * where it was asked for.
 * @typedef {{ code: number, cut: string | null, leftovers: number, output: string }} Ended
 */

const GRACE_MS = 10_000;
/** Long enough for output already written to arrive. */
const DRAIN_MS = 2_000;

/**
 * Runs one step of the tests to its end, and everything it started with it.
 * @param {string} command
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} options.env
 * @param {number} options.timeoutMs
 * @param {AbortSignal} options.signal ends it early, its reason saying why
 * @param {boolean} [options.keepOutput] instead of showing it
 * @param {number} [options.settleMs] what processes that it started get to end after it
 * @returns {Promise<Ended>}
 */
export async function runBounded(command, args, options) {
  const { cwd, env, timeoutMs, signal, keepOutput = false, settleMs = 3_000 } = options;
  if (signal.aborted) return { code: 1, cut: String(signal.reason), leftovers: 0, output: '' };
  const runId = randomUUID();
  const child = spawn(command, args, {
    cwd,
    env: { ...env, [RUN_VARIABLE]: runId },
    detached: process.platform !== 'win32',
    stdio: keepOutput ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const ended = endOf(child, (text) => (keepOutput ? (output += text) : process.stderr.write(text)));
  const cut = await cutWhen(child, ended, AbortSignal.any([signal, timeout(timeoutMs, ended)]));
  const code = await ended;
  const leftovers = await endLeftovers(runId, settleMs);
  await Promise.race([closed, wait(DRAIN_MS, null, { ref: false })]);
  return { code, cut, leftovers, output };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {(text: string) => unknown} note
 * @returns {Promise<number>}
 */
function endOf(child, note) {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      note(`${error.message}\n`);
      resolve(1);
    });
    // Not `close`: a left-over grandchild may hold the output open for ever.
    child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
}

/**
 * @param {number} timeoutMs
 * @param {Promise<unknown>} ended
 * @returns {AbortSignal}
 */
function timeout(timeoutMs, ended) {
  const controller = new AbortController();
  const reason = `took longer than ${Math.round(timeoutMs / 60_000)} minutes`;
  const timer = setTimeout(() => controller.abort(reason), timeoutMs);
  void ended.then(() => clearTimeout(timer));
  return controller.signal;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<number>} ended
 * @param {AbortSignal} limit
 * @returns {Promise<string | null>} why it was ended early, if it was
 */
async function cutWhen(child, ended, limit) {
  const done = ended.then(() => null);
  const aborted = new Promise((resolve) => {
    if (limit.aborted) resolve(null);
    limit.addEventListener('abort', resolve, { once: true });
  });
  await Promise.race([done, aborted]);
  if (!limit.aborted) return null;
  signalGroup(child, 'SIGTERM');
  await Promise.race([done, wait(GRACE_MS, null, { ref: false })]);
  signalGroup(child, 'SIGKILL');
  return String(limit.reason);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // The whole group has ended.
  }
}
