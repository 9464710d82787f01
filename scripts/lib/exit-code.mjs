import { constants } from 'node:os';

/**
 * The exit code a shell would give: 128 and the signal's number where a signal ended the process.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {number}
 */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
