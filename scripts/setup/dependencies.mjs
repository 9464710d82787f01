import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runForwarding } from '../lib/forward.mjs';
import { withLock } from '../lib/lock.mjs';
import { checkoutLock } from '../lib/paths.mjs';
import { Problem } from '../lib/problem.mjs';
import { say } from '../lib/say.mjs';
import { isInstalledByHand, isStamped, writeStamp } from './dependency-stamp.mjs';

/**
 * Makes node_modules what package-lock.json asks for, with `npm ci` where it is not.
 * @param {{ root: string, env: NodeJS.ProcessEnv, install?: (root: string, env: NodeJS.ProcessEnv) => Promise<void> }} options
 */
export async function ensureDependencies({ root, env, install = npmCi }) {
  if (isStamped(root)) return;
  await withLock(checkoutLock(env, root), async () => {
    if (isStamped(root)) return;
    if (!isInstalledByHand(root)) await install(root, env);
    writeStamp(root);
  });
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
async function npmCi(root, env) {
  say('Installing packages (npm ci) ...');
  // Without npm's own record an interrupted run can never pass for a complete one.
  rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true });
  const code = await runForwarding('npm', ['ci', '--include=dev', '--loglevel=error', '--no-progress'], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (code === 0) return;
  throw new Problem(
    `npm ci ended with code ${code}, so the packages are not installed. Mend what it says, then try again.`,
  );
}
