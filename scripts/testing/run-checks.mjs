import { asNode } from '../runtime/environment.mjs';
import { runBounded } from './bounded-run.mjs';
import { failedStep } from './result.mjs';

/** Two at a time: each step holds a whole type checker in memory. */
const PARALLEL = 2;
const TIMEOUT_MS = 10 * 60_000;

/**
 * Runs check steps, printing what a failed one said.
 * @param {import('./check-steps.mjs').CheckStep[]} steps
 * @param {{ electron: string, root: string, env: NodeJS.ProcessEnv, signal: AbortSignal, print: (text: string) => void }} context
 * @returns {Promise<import('./result.mjs').StepResult[]>} in the order of the steps
 */
export async function runChecks(steps, context) {
  /** @type {import('./result.mjs').StepResult[]} */
  const results = [];
  const waiting = [...steps.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next[0]] = await runCheck(next[1], context);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return results;
}

/**
 * @param {import('./check-steps.mjs').CheckStep} step
 * @param {Parameters<typeof runChecks>[1]} context
 * @returns {Promise<import('./result.mjs').StepResult>}
 */
async function runCheck({ name, args }, { electron, root, env, signal, print }) {
  const options = { cwd: root, env: asNode(env), timeoutMs: TIMEOUT_MS, signal, keepOutput: true };
  const { code, cut, output } = await runBounded(electron, args, options);
  if (code === 0 && cut === null) {
    print(`${name}: passed`);
    return { name, passed: 1, failed: 0, skipped: [], problems: [] };
  }
  print(`${name}: FAILED\n${output.trimEnd()}`);
  return failedStep(name, cut === null ? `ended with code ${code}` : `was ended early: ${cut}`);
}
