import { formatCount, plural } from './number.ts';

const STEP = 1000;
const UNITS = ['KB', 'MB', 'GB'] as const;

/** A size in words: `96 bytes`, `1.2 KB`, `256 KB` (1 KB = 1,000 bytes). */
export function formatSize(bytes: number): string {
  if (bytes < STEP) return plural(bytes, 'byte', 'bytes');
  let value = bytes;
  let unit = -1;
  while (unit < UNITS.length - 1 && Math.round(value) >= STEP) {
    value /= STEP;
    unit += 1;
  }
  const digits = value < 10 ? 1 : 0;
  return `${value.toLocaleString(undefined, { maximumFractionDigits: digits })} ${UNITS[unit] ?? ''}`;
}

/** The exact number of bytes, for a hover text. */
export function formatExactSize(bytes: number): string {
  return `${formatCount(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
}
