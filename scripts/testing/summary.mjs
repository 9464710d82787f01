/** @typedef {import('./result.mjs').StepResult} StepResult */

/**
 * The last lines of `npm test`: how each step went, what was skipped and why, the runtime, and alone on the last line the
 * counts.
 * @param {StepResult[]} results
 * @param {string | null} runtime a line about it, where there is one
 * @returns {string[]}
 */
export function summaryLines(results, runtime) {
  const { passed, failed } = totals(results);
  return [
    '',
    ...results.flatMap(stepLines),
    ...(runtime === null ? [] : [runtime]),
    ...skippedLines(results),
    `${passed} passed, ${failed} failed`,
  ];
}

/**
 * @param {StepResult[]} results
 * @returns {{ passed: number, failed: number }}
 */
export function totals(results) {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** @param {StepResult} result */
function stepLines({ name, passed, failed, skipped, problems }) {
  const counts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped.length === 0 ? [] : [`${skipped.length} skipped`]),
  ];
  return [`${name}: ${counts.join(', ')}`, ...problems.map((problem) => `  ${problem}`)];
}

/** @param {StepResult[]} results */
function skippedLines(results) {
  const lines = results.flatMap(({ name, skipped }) =>
    skipped.map(({ title, reason }) => `  ${name}: ${title} (${reason})`),
  );
  return lines.length === 0 ? ['Skipped: none'] : [`Skipped: ${lines.length}`, ...lines];
}
