import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../lib/json-file.mjs';
import { asNode, withRuntime } from '../runtime/environment.mjs';
import { apart, runsApart } from './apart.mjs';
import { runBounded } from './bounded-run.mjs';
import { FIRST_DISPLAY } from './display.mjs';
import { playwrightCommand } from './playwright-command.mjs';
import { readPlaywrightReport } from './playwright-report.mjs';
import { failedStep, judged, summed, together } from './result.mjs';
import { REPORT_VARIABLE } from './vitest-reporter.mjs';

/**
 * @typedef {{ root: string, runtime: import('../runtime/resolve.mjs').Runtime, signal: AbortSignal }} SuiteContext
 * @typedef {import('./result.mjs').StepResult} StepResult
 */

const TIMEOUT_MS = 20 * 60_000;

/**
 * Runs one project of vitest.config.ts.
 * @param {'unit' | 'network'} project
 * @param {SuiteContext} context
 * @returns {Promise<StepResult>}
 */
export async function runVitest(project, { root, runtime, signal }) {
  const file = freshReport(root, project);
  const env = { ...asNode(withRuntime(process.env, runtime)), [REPORT_VARIABLE]: file };
  const reporters = ['--reporter=default', '--reporter=./scripts/testing/vitest-reporter.mjs'];
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters];
  const ended = await runBounded(runtime.electron, args, { cwd: root, env, timeoutMs: TIMEOUT_MS, signal });
  const report = readJson(file);
  return report === null ? withoutReport(project, ended) : judged(summed(project, report.tests, report.errors), ended);
}

/** Displays of runs side by side are looked for from numbers so far apart that none meets another. */
const BETWEEN_DISPLAYS = 50;

/**
 * Runs the end-to-end tests on the built application: half of the files beside the other half where each can have a network of its own.
 * @param {SuiteContext} context
 * @returns {Promise<StepResult>}
 */
export async function runEndToEnd(context) {
  const count = runsApart();
  if (count === 1) return runShard(context, null);
  const shards = Array.from({ length: count }, (_, index) => ({ number: index + 1, of: count }));
  return together('e2e', await Promise.all(shards.map((shard) => runShard(context, shard))));
}

/**
 * @param {SuiteContext} context
 * @param {{ number: number, of: number } | null} shard null is all, in the network as it is
 * @returns {Promise<StepResult>}
 */
async function runShard({ root, runtime, signal }, shard) {
  const name = shard === null ? 'e2e' : `e2e-${shard.number}`;
  const file = freshReport(root, name);
  const part =
    shard === null ? [] : [`--shard=${shard.number}/${shard.of}`, `--output=output/e2e/results-${shard.number}`];
  const display = FIRST_DISPLAY + BETWEEN_DISPLAYS * ((shard?.number ?? 1) - 1);
  const { env, ...tool } = playwrightCommand(runtime, 'e2e', ['--reporter=list,json', ...part], display);
  const [command, args] = shard === null ? [tool.command, tool.args] : apart(tool.command, tool.args);
  const ended = await runBounded(command, args, {
    cwd: root,
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  const report = readJson(file);
  return report === null ? withoutReport(name, ended) : judged(readPlaywrightReport(name, report), ended);
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {string} where the report will be; that of an earlier run is gone
 */
function freshReport(root, name) {
  const file = join(root, 'output/test', `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

/**
 * @param {string} name
 * @param {import('./bounded-run.mjs').Ended} ended
 */
function withoutReport(name, { code, cut }) {
  return failedStep(name, `broke off before it could report: ${cut ?? `it ended with code ${code}`}`);
}
