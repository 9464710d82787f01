import { runForwarding } from './forward.mjs';
import { asNode, withRuntime } from '../runtime/environment.mjs';
import { setUp } from '../setup/set-up.mjs';

const VITEST = 'node_modules/vitest/vitest.mjs';

/**
 * Runs one test file of the unit suite in its long form, after set-up.
 * @param {string} file
 * @param {Record<string, string>} settings what the file reads from its environment
 * @returns {Promise<number>} the exit code
 */
export async function runOneTest(file, settings) {
  const runtime = await setUp({ tests: true });
  const env = { ...asNode(withRuntime(process.env, runtime)), ...settings };
  return runForwarding(runtime.electron, [VITEST, 'run', '--project', 'unit', file], { env });
}
