import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const LOOPBACK_UP = 'ip link set lo up && exec "$0" "$@"';

/**
 * The command in a network of its own, with loopback and nothing else: what is announced there is heard nowhere else.
 * @param {string} command
 * @param {string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function apart(command, args) {
  return ['unshare', ['--net', '--', 'sh', '-c', LOOPBACK_UP, command, ...args]];
}

/**
 * How many runs can go on side by side, each in a network of its own: two where there is room, one where that is not allowed here.
 * @returns {number}
 */
export function runsApart() {
  if (process.platform !== 'linux' || availableParallelism() < 2) return 1;
  try {
    const [command, args] = apart('true', []);
    execFileSync(command, args, { stdio: 'ignore' });
    return 2;
  } catch {
    return 1;
  }
}
