import type { HistoryQuery } from '../../../core/ports.ts';
import type { Database } from './database.ts';

/** Whole numbers from `first` to `last`; none when `first` is the larger. */
export interface Range {
  first: number;
  last: number;
}

/** Which changesets a page may hold, by everything but words. */
export interface Scope extends Range {
  /** What else changesets of the range must meet; null when that is nothing. Takes its parameters from `parametersIn`. */
  sql: string | null;
  /** For a part of the range. */
  parametersIn: (part: Range) => (string | number)[];
}

/** Changesets of a part of the scope's range, newest first. Parameters: the part's ends, the scope's for the part, and how many. */
export const changesetsIn = ({ sql }: Scope): string =>
  `SELECT * FROM changesets WHERE seq BETWEEN ? AND ? AND ${sql ?? '1'} ORDER BY seq DESC LIMIT ?`;

const NONE: Range = { first: 1, last: 0 };
const EMPTY: Scope = { ...NONE, sql: null, parametersIn: () => [] };

interface Condition {
  sql: string;
  parametersIn: (part: Range) => (string | number)[];
}

/** Each condition cuts the range to where it is met at all: one that is met nowhere, or rarely, is known before anything is searched. */
export function scopeOf(database: Database, query: HistoryQuery): Scope {
  const { before, key, kind, peer } = query;
  if (peer !== null && kind !== null && kind !== 'peer') return EMPTY;
  let range: Range = { first: 0, last: (before ?? Number.MAX_SAFE_INTEGER) - 1 };
  const conditions: Condition[] = [];
  const time = timeScope(database, query);
  if (time !== null) {
    range = overlap(range, time.range);
    if (!time.isExact) conditions.push(fixed('time BETWEEN ? AND ?', ...time.bounds));
  }
  if (peer !== null) {
    range = cut(database, 'changesets', 'peer', peer, range);
    conditions.push(fixed('peer = ?', peer));
  } else if (kind !== null) {
    range = cut(database, 'changesets', 'kind', kind, range);
    conditions.push(fixed('kind = ?', kind));
  }
  if (key !== null) {
    range = hull(cut(database, 'changes', 'key', key, range), cut(database, 'lost', 'key', key, range));
    conditions.push({ sql: WITH_KEY, parametersIn: ({ first, last }) => [key, first, last, key, first, last] });
  }
  return {
    ...range,
    sql: conditions.length === 0 ? null : conditions.map(({ sql }) => sql).join(' AND '),
    parametersIn: (part) => conditions.flatMap(({ parametersIn }) => parametersIn(part)),
  };
}

const WITH_KEY = `changesets.seq IN (SELECT seq FROM changes WHERE key = ? AND seq BETWEEN ? AND ?
  UNION SELECT seq FROM lost WHERE key = ? AND seq BETWEEN ? AND ?)`;

const fixed = (sql: string, ...parameters: (string | number)[]): Condition => ({ sql, parametersIn: () => parameters });

/** The numbers of a time window; they may hold others, for clocks jump: then it is not exact. Null when all times are wanted. */
function timeScope(
  database: Database,
  { from, to }: HistoryQuery,
): { range: Range; isExact: boolean; bounds: [number, number] } | null {
  if (from === null && to === null) return null;
  const bounds: [number, number] = [from ?? 0, to ?? Number.MAX_SAFE_INTEGER];
  const found = database
    .sql(
      `SELECT min(seq) AS first, max(seq) AS last, count(*) AS count FROM changesets INDEXED BY changesets_time
       WHERE time BETWEEN ? AND ?`,
    )
    .get(...bounds);
  const { first, last, count } = found as { first: number | null; last: number | null; count: number };
  if (first === null || last === null) return { range: NONE, isExact: true, bounds };
  return { range: { first, last }, isExact: last - first + 1 === count, bounds };
}

/** From the first to the last number in the range at which the column holds the value: two steps in an index. */
function cut(database: Database, table: string, column: string, value: string, { first, last }: Range): Range {
  const at = (which: 'min' | 'max'): unknown =>
    database
      .sql(`SELECT ${which}(seq) AS seq FROM ${table} WHERE ${column} = ? AND seq BETWEEN ? AND ?`)
      .get(value, first, last)?.['seq'];
  const [least, most] = [at('min'), at('max')];
  return typeof least === 'number' && typeof most === 'number' ? { first: least, last: most } : NONE;
}

export const isNone = ({ first, last }: Range): boolean => first > last;

const overlap = (a: Range, b: Range): Range => ({
  first: Math.max(a.first, b.first),
  last: Math.min(a.last, b.last),
});

function hull(a: Range, b: Range): Range {
  if (isNone(a)) return b;
  return isNone(b) ? a : { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}
