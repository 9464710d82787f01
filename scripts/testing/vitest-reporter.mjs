import { writeJson } from '../lib/json-file.mjs';

/** Names the file that the report goes to. */
export const REPORT_VARIABLE = 'GRAPEVINE_VITEST_REPORT';

/**
 * Writes what vitest's own JSON report leaves out too: the reason of a skipped test and errors outside any test.
 * @typedef {{ tests: { title: string, state: string, reason?: string | undefined }[], errors: string[] }} VitestReport
 */
export default class VitestReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<import('vitest').SerializedError>} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const file = process.env[REPORT_VARIABLE];
    if (file === undefined) return;
    /** @type {VitestReport} */
    const report = {
      tests: modules.flatMap((module) => [...module.children.allTests()].map(testOf)),
      errors: [...modules.flatMap(errorsIn), ...unhandled.map((error) => `unhandled error: ${error.message}`)],
    };
    writeJson(file, report);
  }
}

/** @param {import('vitest/node').TestCase} test */
function testOf(test) {
  const result = test.result();
  return {
    title: `${test.module.relativeModuleId} > ${test.fullName}`,
    state: result.state,
    ...(result.state === 'skipped' ? { reason: result.note } : {}),
  };
}

/**
 * @param {import('vitest/node').TestModule} module
 * @returns {string[]} errors of files, suites and their hooks
 */
function errorsIn(module) {
  return [module, ...module.children.allSuites()].flatMap((suite) =>
    suite.errors().map((error) => `${module.relativeModuleId}: ${error.message}`),
  );
}
