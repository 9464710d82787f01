/**
 * `npm test`: every check and every suite, each in a process of its own, all within one bound. The last line is the counts.
 */
import { join } from 'node:path';
import { writeJson } from './lib/json-file.mjs';
import { main } from './lib/main.mjs';
import { ROOT } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { say } from './lib/say.mjs';
import { describeRuntime } from './runtime/describe.mjs';
import { noticeOf } from './runtime/resolve.mjs';
import { ensureBuild } from './setup/build.mjs';
import { setUp } from './setup/set-up.mjs';
import { checkSteps } from './testing/check-steps.mjs';
import { interruption } from './testing/interruption.mjs';
import { failedStep } from './testing/result.mjs';
import { runChecks } from './testing/run-checks.mjs';
import { runEndToEnd, runVitest } from './testing/suites.mjs';
import { summaryLines, totals } from './testing/summary.mjs';

/**
 * @typedef {import('./runtime/resolve.mjs').Runtime} Runtime
 * @typedef {import('./testing/result.mjs').StepResult} StepResult
 */

const OVERALL_MS = 60 * 60_000;

await main(async () => {
  /** @type {StepResult[]} */
  const results = [];
  /** @type {string | null} */
  let runtimeLine = null;
  try {
    const runtime = await setUp({ tests: true });
    runtimeLine = await describeRuntime(runtime);
    await runAll(runtime, results);
  } catch (error) {
    results.push(failedStep('set-up', messageOf(error)));
  }
  const lines = summaryLines(results, runtimeLine);
  writeJson(join(ROOT, 'output/test/summary.json'), { runtime: runtimeLine, results });
  process.stdout.write(`${lines.join('\n')}\n`);
  return totals(results).failed === 0 ? 0 : 1;
});

/**
 * @param {Runtime} runtime
 * @param {StepResult[]} results is added to as steps end
 */
async function runAll(runtime, results) {
  const notice = noticeOf(runtime);
  if (notice !== null) say(notice);
  const signal = AbortSignal.any([interruption(), outOfTime()]);
  const context = { root: ROOT, runtime, signal };
  const checks = { electron: runtime.electron, root: ROOT, env: process.env, signal, print: console.log };
  results.push(...(await runChecks(checkSteps(ROOT), checks)));
  const build = await runBuild(runtime);
  results.push(build, await runVitest('unit', context));
  results.push(await onBuild(build, 'network', () => runVitest('network', context)));
  results.push(await onBuild(build, 'e2e', () => runEndToEnd(context)));
}

/** @returns {AbortSignal} */
function outOfTime() {
  const controller = new AbortController();
  const reason = `all tests together took longer than ${OVERALL_MS / 60_000} minutes`;
  setTimeout(() => controller.abort(reason), OVERALL_MS).unref();
  return controller.signal;
}

/**
 * @param {Runtime} runtime
 * @returns {Promise<StepResult>}
 */
async function runBuild({ electron }) {
  try {
    await ensureBuild({ root: ROOT, env: process.env, electron });
    return { name: 'build', passed: 1, failed: 0, skipped: [], problems: [] };
  } catch (error) {
    return failedStep('build', messageOf(error));
  }
}

/**
 * @param {StepResult} build
 * @param {string} name
 * @param {() => Promise<StepResult>} run
 * @returns {Promise<StepResult>}
 */
async function onBuild(build, name, run) {
  return build.failed === 0 ? run() : failedStep(name, 'did not run: there is no build');
}

/** @param {unknown} error */
function messageOf(error) {
  if (error instanceof Problem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
