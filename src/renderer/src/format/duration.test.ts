import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../shared/result.ts';
import { formatDuration, MAX_TTL_MS, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['90 s', 90_000],
    ['10 min', 600_000],
    ['8h', 28_800_000],
    ['7 D', 604_800_000],
    ['1 h 30 min', 5_400_000],
    ['1.5 h', 5_400_000],
    ['250 ms', 250],
    ['2 weeks', 1_209_600_000],
  ])('[UI] reads the lifetime “%s”', (text, ttl) => {
    expect(parseDuration(text)).toEqual(ok(ttl));
  });

  it.each([
    ['90', '90 what?'],
    ['soon', 'Write a time such as'],
    ['5 parsecs', '“parsecs” is not a unit'],
    ['-5 s', 'Write a time such as'],
    ['0 s', 'longer than nothing'],
    ['101 years', 'not a unit'],
    ['40000 d', 'At most 100 years'],
  ])('[UI] says what is wrong with the lifetime “%s”', (text, problem) => {
    const parsed = parseDuration(text);
    expect(parsed.ok ? '' : parsed.error).toContain(problem);
  });

  it('[ST2] takes the longest lifetime there is, and refuses one more', () => {
    expect(parseDuration(`${MAX_TTL_MS} ms`)).toEqual(ok(MAX_TTL_MS));
    expect(parseDuration(`${MAX_TTL_MS + 1} ms`).ok).toBe(false);
  });
});

it('[UI] a lifetime that is shown in the editor is saved back unchanged', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_TTL_MS }), (ttl) => {
      expect(parseDuration(formatDuration(ttl))).toEqual(ok(ttl));
    }),
  );
  expect(formatDuration(28_800_000)).toBe('8 h');
});
