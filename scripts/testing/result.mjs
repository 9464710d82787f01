/**
 * What one step of the tests came to.
 * @typedef {object} StepResult
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {{ title: string, reason: string }[]} skipped
 * @property {string[]} problems what is wrong, a line each; failed tests that the step has shown itself need none
 */

/**
 * @param {string} name
 * @param {string} problem
 * @returns {StepResult} of a step that could not do its work
 */
export function failedStep(name, problem) {
  return { name, passed: 0, failed: 1, skipped: [], problems: [problem] };
}

/**
 * Sums up tests. One that was skipped without a reason counts as failed: nobody would know that it did not run.
 * @param {string} name
 * @param {{ title: string, state: string, reason?: string | undefined }[]} tests `state`: passed, skipped or anything else
 * @param {string[]} errors outside any test; each counts as failed
 * @returns {StepResult}
 */
export function summed(name, tests, errors) {
  const skipped = tests.filter(({ state, reason }) => state === 'skipped' && hasText(reason));
  const unexplained = tests.filter(({ state, reason }) => state === 'skipped' && !hasText(reason));
  const passed = tests.filter(({ state }) => state === 'passed').length;
  return {
    name,
    passed,
    failed: tests.length - passed - skipped.length + errors.length,
    skipped: skipped.map(({ title, reason }) => ({ title, reason: reason ?? '' })),
    problems: [...unexplained.map(({ title }) => `skipped without a reason: ${title}`), ...errors],
  };
}

/**
 * One result of several parts of a step.
 * @param {string} name
 * @param {StepResult[]} parts
 * @returns {StepResult}
 */
export function together(name, parts) {
  return {
    name,
    passed: parts.reduce((sum, { passed }) => sum + passed, 0),
    failed: parts.reduce((sum, { failed }) => sum + failed, 0),
    skipped: parts.flatMap(({ skipped }) => skipped),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** @param {string | undefined} text */
function hasText(text) {
  return text !== undefined && text.trim() !== '';
}

/**
 * Adds what the way a step ended says: one that broke off, failed without a failed test, or ran no test has failed.
 * @param {StepResult} result
 * @param {import('./bounded-run.mjs').Ended} ended
 * @returns {StepResult}
 */
export function judged(result, { code, cut, leftovers }) {
  const problems = [...result.problems];
  let { failed } = result;
  if (leftovers > 0) problems.push(`processes left behind, which were ended: ${leftovers}`);
  const fault = faultOf(result, code, cut);
  if (fault !== null) {
    problems.push(fault);
    failed += 1;
  }
  return { ...result, failed, problems };
}

/**
 * @param {StepResult} result
 * @param {number} code
 * @param {string | null} cut
 * @returns {string | null}
 */
function faultOf({ passed, failed, skipped }, code, cut) {
  if (cut !== null) return `was ended early: ${cut}`;
  if (failed > 0) return null;
  if (passed + skipped.length === 0) return 'ran no test';
  return code === 0 ? null : `ended with code ${code} though no test failed`;
}
