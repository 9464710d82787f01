import { summed } from './result.mjs';

/**
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ status: string, annotations: Annotation[], results?: { annotations?: Annotation[] }[] }} Outcome
 * @typedef {{ title: string, specs?: { title: string, tests: Outcome[] }[], suites?: Suite[] }} Suite
 */

/**
 * Reads the report of Playwright's JSON reporter. A test that passed only when repeated has not passed.
 * @param {string} name
 * @param {{ suites: Suite[], errors: { message?: string }[] }} report
 * @returns {import('./result.mjs').StepResult}
 */
export function readPlaywrightReport(name, report) {
  const tests = report.suites.flatMap((suite) => testsOf(suite, []));
  return summed(
    name,
    tests,
    report.errors.map((error) => error.message ?? 'an error without a message'),
  );
}

/**
 * @param {Suite} suite
 * @param {string[]} above
 * @returns {{ title: string, state: string, reason?: string | undefined }[]}
 */
function testsOf({ title, specs = [], suites = [] }, above) {
  const path = [...above, title];
  const own = specs.flatMap((spec) =>
    spec.tests.map((outcome) => ({ title: [...path, spec.title].join(' > '), ...stateOf(outcome) })),
  );
  return [...own, ...suites.flatMap((suite) => testsOf(suite, path))];
}

/** @param {Outcome} outcome */
function stateOf({ status, annotations, results = [] }) {
  if (status === 'expected') return { state: 'passed' };
  if (status !== 'skipped') return { state: 'failed' };
  const all = [...annotations, ...results.flatMap((result) => result.annotations ?? [])];
  const reason = all.find(({ type, description }) => (type === 'skip' || type === 'fixme') && description)?.description;
  return { state: 'skipped', reason };
}
