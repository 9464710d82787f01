import { spawn } from 'node:child_process';
import { exitCodeOf } from './exit-code.mjs';
import { onOrphaned } from './orphan.mjs';
import { Problem } from './problem.mjs';

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** One Ctrl+C arrives twice: from the terminal and from npm. */
const SAME_SIGNAL_MS = 500;

/**
 * Runs a program in the foreground and passes signals on to it. It gets a process group of its own, so that a Ctrl+C in
 * the terminal reaches it once, through here.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions, shell?: boolean }} [options]
 * @returns {Promise<number>} its exit code
 */
export function runForwarding(command, args, { cwd, env, stdio = 'inherit', shell = false } = {}) {
  const child = spawn(command, args, { cwd, env, stdio, shell, detached: process.platform !== 'win32' });
  const stopForwarding = forwardSignals((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      stopForwarding();
      reject(new Problem(`${command} could not be started: ${error.message}`));
    });
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve(exitCodeOf(code, signal));
    });
  });
}

/**
 * @param {(signal: NodeJS.Signals) => void} pass
 * @returns {() => void} ends it
 */
function forwardSignals(pass) {
  /** @type {Map<NodeJS.Signals, number>} */
  const lastAt = new Map();
  /** @param {NodeJS.Signals} signal */
  const listener = (signal) => {
    const now = performance.now();
    if (now - (lastAt.get(signal) ?? -Infinity) < SAME_SIGNAL_MS) return;
    lastAt.set(signal, now);
    pass(signal);
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  const stopWatching = onOrphaned(() => pass('SIGTERM'));
  return () => {
    stopWatching();
    for (const signal of SIGNALS) process.off(signal, listener);
  };
}
