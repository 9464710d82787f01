import { err, ok, type Result } from '../../../shared/result.ts';

/** Longest lifetime of an entry (ST2): 100 years of 365 days. */
export const MAX_TTL_MS = 3_153_600_000_000;

const UNITS: readonly [string, number][] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
  ['ms', 1],
];

const SPELLINGS = new Map<string, number>([
  ...UNITS,
  ['m', 60_000],
  ['sec', 1000],
  ['hr', 3_600_000],
  ...plurals('millisecond', 1),
  ...plurals('second', 1000),
  ...plurals('minute', 60_000),
  ...plurals('hour', 3_600_000),
  ...plurals('day', 86_400_000),
  ...plurals('week', 7 * 86_400_000),
  ['w', 7 * 86_400_000],
]);

function plurals(word: string, unitMs: number): [string, number][] {
  return [
    [word, unitMs],
    [`${word}s`, unitMs],
  ];
}

const EXAMPLES = 'Write a time such as 90 s, 10 min, 8 h or 7 d.';
const WHOLE = /^(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+$/;
const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)/g;

/** Reads a lifetime as people write it (`90 s`, `1 h 30 min`); empty means for ever, which is null. */
export function parseDuration(text: string): Result<number | null, string> {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return ok(null);
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return err(`${trimmed} what? ${EXAMPLES}`);
  if (!WHOLE.test(trimmed)) return err(EXAMPLES);
  let total = 0;
  for (const [, count, word] of trimmed.matchAll(PART)) {
    const unit = SPELLINGS.get(word ?? '');
    if (unit === undefined) return err(`“${word ?? ''}” is not a unit of time. ${EXAMPLES}`);
    total += Number(count) * unit;
  }
  return bounded(Math.round(total));
}

function bounded(totalMs: number): Result<number, string> {
  if (totalMs < 1) return err('It has to be longer than nothing; leave it empty to keep the entry for ever.');
  if (totalMs > MAX_TTL_MS) return err('At most 100 years (36500 d); leave it empty to keep the entry for ever.');
  return ok(totalMs);
}

/** Writes a lifetime so that {@link parseDuration} reads exactly the same one back. */
export function formatDuration(durationMs: number): string {
  const parts: string[] = [];
  let rest = durationMs;
  for (const [name, unit] of UNITS) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.join(' ');
}
