import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../lib/paths.mjs';

const SAMPLE = `
  import { describe, expect, it, beforeAll } from 'vitest';
  it('passes', () => {});
  it('fails', () => { expect(1).toBe(2); });
  it('skips', (context) => { context.skip('needs root'); });
  it.skip('skips silently', () => {});
  describe('suite', () => {
    beforeAll(() => { throw new Error('hook broke'); });
    it('is not reached', () => {});
  });
`;

describe('VitestReporter', () => {
  let folder: string;
  beforeEach(() => {
    // Inside the checkout, so that the sample finds vitest.
    mkdirSync(join(ROOT, 'output'), { recursive: true });
    folder = mkdtempSync(join(ROOT, 'output/sample-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('[SETUP] reports every test, why one was skipped, and what broke outside the tests', async () => {
    writeFileSync(join(folder, 'sample.test.js'), SAMPLE);
    writeFileSync(join(folder, 'broken.test.js'), `throw new Error('file broke');`);
    const report = join(folder, 'report.json');
    const reporter = join(import.meta.dirname, 'vitest-reporter.mjs');
    const config = join(folder, 'vitest.config.js');
    writeFileSync(config, `export default { root: ${JSON.stringify(folder)}, test: { include: ['*.test.js'] } };`);
    const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config, `--reporter=${reporter}`];
    const env = { ...process.env, GRAPEVINE_VITEST_REPORT: report };
    await expect(promisify(execFile)(process.execPath, args, { cwd: folder, env })).rejects.toThrow();

    expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual({
      tests: [
        { title: 'sample.test.js > passes', state: 'passed' },
        { title: 'sample.test.js > fails', state: 'failed' },
        { title: 'sample.test.js > skips', state: 'skipped', reason: 'needs root' },
        { title: 'sample.test.js > skips silently', state: 'skipped' },
        { title: 'sample.test.js > suite > is not reached', state: 'skipped' },
      ],
      errors: ['broken.test.js: file broke', 'sample.test.js: hook broke'],
    });
  });
});
