import { describe, expect, it } from 'vitest';
import { formatAge, formatAgo, formatExact, formatLeft, formatMeasured, formatMoment, formatSince } from './time.ts';

const NOW = new Date(2026, 10, 23, 10, 57, 31).getTime();
const ago = (durationMs: number): string => formatAge(NOW - durationMs, NOW);

describe('ages', () => {
  it.each([
    [0, 'now'],
    [999, 'now'],
    [26_000, '26 s'],
    [59_999, '59 s'],
    [120_000, '2 min'],
    [3_600_000, '1 h'],
    [3 * 86_400_000, '3 d'],
    [120 * 86_400_000, '4 mo'],
    [800 * 86_400_000, '2 y'],
  ])('[UI] an age of %i ms reads %s', (durationMs, words) => {
    expect(ago(durationMs)).toBe(words);
  });

  it('[UI] a stamp from a clock that is ahead reads now, not a negative age', () => {
    expect(ago(-5000)).toBe('now');
    expect(formatAgo(NOW + 5000, NOW)).toBe('now');
    expect(formatAgo(NOW - 5000, NOW)).toBe('5 s ago');
  });
});

describe('moments', () => {
  it('[UI] a moment of today is a time alone, one of another day names the day', () => {
    expect(formatMoment(NOW, NOW)).toBe(new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }).format(NOW));
    const month = new Intl.DateTimeFormat(undefined, { month: 'short' }).format(NOW);
    expect(formatMoment(NOW - 2 * 86_400_000, NOW)).toContain(month);
    expect(formatMoment(NOW - 2 * 86_400_000, NOW)).not.toContain('2026');
    expect(formatMoment(NOW - 400 * 86_400_000, NOW)).toContain('2025');
  });

  it('[UI] where there is little room, seconds and years are left out', () => {
    expect(formatSince(NOW, NOW)).toBe(new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(NOW));
    expect(formatSince(NOW - 2 * 86_400_000, NOW)).toBe(
      new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' }).format(NOW - 2 * 86_400_000),
    );
  });

  it('[UI] the exact time is ISO 8601, and a stamp beyond all dates does not break it', () => {
    expect(formatExact(1_600_000_000_123)).toBe('2020-09-13T12:26:40.123Z');
    expect(formatExact(2 ** 53 - 1)).toBe('+275760-09-13T00:00:00.000Z');
    expect(formatMoment(2 ** 53 - 1, NOW)).not.toBe('');
  });
});

describe('durations', () => {
  it.each([
    [(6 * 60 + 32) * 60_000, '6 h 32 min'],
    [252_000, '4 min 12 s'],
    [8_001, '9 s'],
    [3_600_000, '1 h'],
    [0, '0 s'],
    [-5, '0 s'],
  ])('[UI] %i ms left reads %s', (leftMs, words) => {
    expect(formatLeft(leftMs)).toBe(words);
  });

  it.each([
    [0.83, '0.8 ms'],
    [12.4, '12 ms'],
    [1234, '1.2 s'],
    [90_000, '1 min 30 s'],
  ])('[UI] a measurement of %d ms reads %s', (durationMs, words) => {
    expect(formatMeasured(durationMs)).toBe(words);
  });
});
