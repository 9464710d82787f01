import { spawn } from 'node:child_process';
import { exitCodeOf } from './exit-code.mjs';

/** The code given for a program that is not there, as a shell would. */
export const NOT_FOUND = 127;

/**
 * Runs a program to its end and keeps what it wrote. A program that is not there gives {@link NOT_FOUND}.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function capture(command, args, { cwd, env, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.once('error', (error) => {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') return reject(error);
      resolve({ code: NOT_FOUND, stdout, stderr: `${command} was not found` });
    });
    child.once('close', (code, signal) => resolve({ code: exitCodeOf(code, signal), stdout, stderr }));
  });
}
