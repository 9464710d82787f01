const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;

const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const shortTime = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const shortDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const withYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Largest time a `Date` can hold; stamps may go beyond it (ST2). */
const MAX_DATE_MS = 8.64e15;
const inRange = (time: number): number => Math.min(time, MAX_DATE_MS);

/** A moment in the user's locale and zone, as short as it can be without doubt: the time alone when it is today. */
export function formatMoment(time: number, now: number): string {
  const date = new Date(inRange(time));
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return timeOfDay.format(date);
  return (date.getFullYear() === today.getFullYear() ? dayAndTime : withYear).format(date);
}

/** {@link formatMoment} without seconds, for where there is little room: the time, or the day if it was not today. */
export function formatSince(time: number, now: number): string {
  const date = new Date(inRange(time));
  return (date.toDateString() === new Date(now).toDateString() ? shortTime : shortDay).format(date);
}

/** The exact time for hover texts: ISO 8601 in UTC, to the millisecond. */
export function formatExact(time: number): string {
  return new Date(inRange(time)).toISOString();
}

/** How long ago, in one unit: `now`, `26 s`, `2 min`, `3 d`, `4 mo`. A time in the future counts as now. */
export function formatAge(time: number, now: number): string {
  const age = now - time;
  if (age < SECOND) return 'now';
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  if (age < MONTH) return `${Math.floor(age / DAY)} d`;
  if (age < YEAR) return `${Math.floor(age / MONTH)} mo`;
  return `${Math.floor(age / YEAR)} y`;
}

/** {@link formatAge} as a phrase: `now`, `26 s ago`. */
export function formatAgo(time: number, now: number): string {
  const age = formatAge(time, now);
  return age === 'now' ? age : `${age} ago`;
}

const COUNTDOWN: readonly [number, string][] = [
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'min'],
  [SECOND, 's'],
];

/** What is left of a lifetime in at most two units: `6 h 32 min`, `4 min 12 s`, `9 s`. */
export function formatLeft(leftMs: number): string {
  const left = Math.max(0, Math.ceil(leftMs / SECOND) * SECOND);
  const first = COUNTDOWN.findIndex(([unit]) => left >= unit);
  if (first < 0) return '0 s';
  let rest = left;
  const parts: string[] = [];
  for (const [unit, name] of COUNTDOWN.slice(first, first + 2)) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) parts.push(`${count.toLocaleString()} ${name}`);
  }
  return parts.join(' ');
}

/** A measured duration with the precision it deserves: `0.8 ms`, `12 ms`, `1.2 s`. */
export function formatMeasured(durationMs: number): string {
  if (durationMs >= MINUTE) return formatLeft(durationMs);
  if (durationMs >= SECOND) return `${(durationMs / SECOND).toFixed(1)} s`;
  return `${durationMs < 10 ? durationMs.toFixed(1) : durationMs.toFixed(0)} ms`;
}
