import { describe, expect, it } from 'vitest';
import { failedStep, judged, summed, together } from './result.mjs';
import { summaryLines, totals } from './summary.mjs';

const ENDED = { code: 0, cut: null, leftovers: 0, output: '' };
const passed = { title: 'a', state: 'passed' };
const failed = { title: 'b', state: 'failed' };
const skipped = { title: 'c', state: 'skipped', reason: 'needs root' };

describe('summed', () => {
  it('[SETUP] counts tests by their state', () => {
    const result = summed('unit', [passed, passed, failed, skipped], []);
    expect(result).toMatchObject({ passed: 2, failed: 1, skipped: [{ title: 'c', reason: 'needs root' }] });
  });

  it.each([undefined, '', ' '])('[SETUP] counts a test skipped with the reason %j as failed', (reason) => {
    const result = summed('unit', [{ title: 'c', state: 'skipped', reason }], []);
    expect(result).toMatchObject({ failed: 1, skipped: [], problems: ['skipped without a reason: c'] });
  });

  it('[SETUP] counts a test that never ended as failed', () => {
    expect(summed('unit', [{ title: 'd', state: 'pending' }], [])).toMatchObject({ passed: 0, failed: 1 });
  });

  it('[SETUP] counts each error outside the tests as failed', () => {
    expect(summed('unit', [passed], ['a hook broke'])).toMatchObject({ failed: 1, problems: ['a hook broke'] });
  });
});

describe('together', () => {
  it('[SETUP] loses nothing of any part', () => {
    const parts = [summed('1', [passed, skipped], []), summed('2', [passed, failed], ['a hook broke'])];
    expect(together('e2e', parts)).toEqual({
      name: 'e2e',
      ...{ passed: 2, failed: 2, skipped: [{ title: 'c', reason: 'needs root' }], problems: ['a hook broke'] },
    });
  });
});

describe('judged', () => {
  const good = summed('unit', [passed], []);

  it('[SETUP] leaves a good step good', () => {
    expect(judged(good, ENDED)).toEqual(good);
  });

  it('[SETUP] counts a step that failed without a failed test', () => {
    expect(judged(good, { ...ENDED, code: 1 })).toMatchObject({ passed: 1, failed: 1 });
  });

  it('[SETUP] counts no failure twice', () => {
    expect(judged(summed('unit', [failed], []), { ...ENDED, code: 1 }).failed).toBe(1);
  });

  it('[SETUP] counts a step that ran no test', () => {
    expect(judged(summed('unit', [], []), ENDED)).toMatchObject({ failed: 1, problems: ['ran no test'] });
  });

  it('[SETUP] counts a step that was cut short', () => {
    const result = judged(good, { ...ENDED, cut: 'took too long' });
    expect(result).toMatchObject({ failed: 1, problems: ['was ended early: took too long'] });
  });

  it('[SETUP] names processes left behind', () => {
    expect(judged(good, { ...ENDED, leftovers: 2 })).toMatchObject({
      failed: 0,
      problems: ['processes left behind, which were ended: 2'],
    });
  });
});

describe('summaryLines', () => {
  const results = [summed('unit', [passed, skipped], []), failedStep('e2e', 'broke off')];

  it('[SETUP] ends with the counts alone', () => {
    expect(summaryLines(results, null).at(-1)).toBe('1 passed, 1 failed');
    expect(totals(results)).toEqual({ passed: 1, failed: 1 });
  });

  it('[SETUP] names the runtime, each problem, and each skipped test with its reason', () => {
    const text = summaryLines(results, 'Runtime: Electron 41').join('\n');
    for (const part of [
      'Runtime: Electron 41',
      'Skipped: 1\n  unit: c (needs root)',
      'e2e: 0 passed, 1 failed\n  broke off',
    ]) {
      expect(text).toContain(part);
    }
  });
});
