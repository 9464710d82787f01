import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Every process of a test run inherits this variable, so that those it forgot can be told from all others. */
export const RUN_VARIABLE = 'GRAPEVINE_TEST_RUN';

const POLL_MS = 100;

/**
 * Ends the processes that a finished step left behind, after giving them a moment to end by themselves. Linux only:
 * elsewhere a process's environment cannot be read.
 * @param {string} runId what {@link RUN_VARIABLE} was for that step
 * @param {number} settleMs the moment they get
 * @returns {Promise<number>} how many had to be ended
 */
export async function endLeftovers(runId, settleMs) {
  const deadline = performance.now() + settleMs;
  let pids = processesOf(runId);
  // One look is not enough to say that there is none: while a process becomes another program, its environment reads as empty.
  for (let isSure = false; pids.length > 0 ? performance.now() < deadline : !isSure;) {
    isSure = pids.length === 0;
    await wait(POLL_MS);
    pids = processesOf(runId);
  }
  for (const pid of pids) kill(pid);
  return pids.length;
}

/**
 * @param {string} runId
 * @returns {number[]}
 */
function processesOf(runId) {
  if (process.platform !== 'linux') return [];
  const mark = `${RUN_VARIABLE}=${runId}`;
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && environmentOf(pid).includes(mark));
}

/** @param {number} pid */
function environmentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
