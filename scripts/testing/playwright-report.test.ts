import { describe, expect, it } from 'vitest';
import { readPlaywrightReport } from './playwright-report.mjs';

function report(status: string, annotations: { type: string; description?: string }[] = [], errors: object[] = []) {
  const specs = [{ title: 'opens', tests: [{ status, annotations }] }];
  return { suites: [{ title: 'window.e2e.ts', suites: [{ title: 'first start', specs }] }], errors };
}

describe('readPlaywrightReport', () => {
  it.each([
    ['expected', { passed: 1, failed: 0 }],
    ['unexpected', { passed: 0, failed: 1 }],
    ['flaky', { passed: 0, failed: 1 }],
    ['skipped', { passed: 0, failed: 1 }],
  ])('[SETUP] counts a test that went as %s', (status, counts) => {
    expect(readPlaywrightReport('e2e', report(status))).toMatchObject(counts);
  });

  it.each(['skip', 'fixme'])('[SETUP] gives the reason that test.%s was given', (type) => {
    const result = readPlaywrightReport('e2e', report('skipped', [{ type, description: 'no keychain' }]));
    const title = 'window.e2e.ts > first start > opens';
    expect(result).toMatchObject({ failed: 0, skipped: [{ title, reason: 'no keychain' }] });
  });

  it('[SETUP] takes no other annotation for a reason', () => {
    const result = readPlaywrightReport('e2e', report('skipped', [{ type: 'issue', description: '12' }]));
    expect(result).toMatchObject({ failed: 1, skipped: [] });
  });

  it('[SETUP] counts errors outside the tests', () => {
    const result = readPlaywrightReport('e2e', report('expected', [], [{ message: 'global set-up broke' }]));
    expect(result).toMatchObject({ passed: 1, failed: 1, problems: ['global set-up broke'] });
  });
});
