import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../lib/json-file.mjs';
import { asNode, withRuntime } from '../runtime/environment.mjs';
import { runBounded } from './bounded-run.mjs';
import { playwrightCommand } from './playwright-command.mjs';
import { readPlaywrightReport } from './playwright-report.mjs';
import { failedStep, judged, summed } from './result.mjs';
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

/**
 * Runs the end-to-end tests on the built application.
 * @param {SuiteContext} context
 * @returns {Promise<StepResult>}
 */
export async function runEndToEnd({ root, runtime, signal }) {
  const file = freshReport(root, 'e2e');
  const { command, args, env } = playwrightCommand(runtime, 'e2e', ['--reporter=list,json']);
  const ended = await runBounded(command, args, {
    cwd: root,
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  const report = readJson(file);
  return report === null ? withoutReport('e2e', ended) : judged(readPlaywrightReport('e2e', report), ended);
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
