import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib/paths.mjs';
import { say } from '../lib/say.mjs';
import { startNode } from './demo-node.mjs';
import { OFFICE } from './office.mjs';
import { seed } from './seed.mjs';

/** How a node of the demo is started. @typedef {{ command: string, args: string[], env: NodeJS.ProcessEnv }} Opener */

const NAMES = ['Reception', 'Room 3.114', 'Test bench 2'];
const COMMON = ['--open', '--peer-port', '0', '--api-port', '0', '--json'];

/**
 * Runs three nodes, the first with entries, until one ends, one fails, or the user wants to end it; then ends them all.
 * @param {string} folder for their profiles
 * @param {Opener} opener
 * @param {Promise<null>} interrupted resolves when the user wants to end it
 * @returns {Promise<number>} the exit code
 */
export async function runDemo(folder, opener, interrupted) {
  const profiles = NAMES.map((_, index) => join(folder, `node-${index + 1}`));
  const nodes = NAMES.map((name, index) => start(opener, name, profiles[index] ?? ''));
  const anyEnded = Promise.race(nodes.map((node) => node.ended.then((code) => ({ node, code }))));
  try {
    const up = await Promise.race([Promise.all(nodes.map((node) => node.ready)), interrupted]);
    if (up === null) return 0;
    await seed({ profile: profiles[0] ?? '', apiPort: up[0]?.apiPort ?? 0, entries: OFFICE });
    say(`The demo is running: ${NAMES.join(', ')}. Close one, or press Ctrl+C, to end it.`);
    const first = await Promise.race([anyEnded, interrupted]);
    return first === null || first.code === 0 ? 0 : failed(first);
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
  }
}

/**
 * @param {Opener} opener
 * @param {string} name
 * @param {string} profile
 */
function start({ command, args, env }, name, profile) {
  const own = ['--open', '--profile', profile, '--name', name, '--interface', loopback()];
  return startNode({ name, command, args: [...args, ...own, ...COMMON], cwd: ROOT, env });
}

/** @param {{ node: ReturnType<typeof startNode>, code: number }} first */
function failed({ node, code }) {
  say([`${node.name} ended with code ${code}.`, ...node.errors].join('\n'));
  return 1;
}

/** @returns {string} the name of this machine's loopback interface */
function loopback() {
  const interfaces = Object.entries(networkInterfaces());
  return interfaces.find(([, addresses]) => addresses?.some((address) => address.internal))?.[0] ?? 'lo';
}
