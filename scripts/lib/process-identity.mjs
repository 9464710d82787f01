import { readFileSync } from 'node:fs';

/**
 * What Linux says about a process.
 * @param {number} pid
 * @returns {{ state: string, startTime: string } | null} null where it is unknown
 */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name stands in brackets and may hold spaces; the state is the field after it, the start time the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
  } catch {
    return null;
  }
}

/**
 * Tells a process from a later one with the same pid, where the system lets us see it.
 * @param {number} pid
 * @returns {string} its start time on Linux; empty where unknown
 */
export function startTimeOf(pid) {
  return statOf(pid)?.startTime ?? '';
}

/**
 * @param {number} pid
 * @returns {boolean} whether a process with this pid runs now; one that has ended and waits for its parent does not
 */
export function processExists(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false;
  }
  return statOf(pid)?.state !== 'Z';
}

/**
 * @param {number} pid
 * @param {string} startTime as {@link startTimeOf} gave it
 * @returns {boolean} whether that very process still runs
 */
export function isRunning(pid, startTime) {
  return processExists(pid) && startTimeOf(pid) === startTime;
}
