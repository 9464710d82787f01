import type { HistoryQuery } from '../../../core/ports.ts';
import type { Database } from './database.ts';
import { matchOf } from './match-expression.ts';
import { lookPlainly, type PlainLimits } from './plain-look.ts';
import { changesetsIn, isNone, type Range, type Scope } from './history-scope.ts';
import type { Row } from './rows.ts';

/** How far a search looks at a time: writes get their turns between (LM2). */
export interface SearchLimits {
  /** Of the look at the newest changesets, before the index of words is asked. */
  plain: PlainLimits;
  /** The first look under conditions, in changesets or changes: a page of what is frequent is full then. */
  firstLook: number;
  /** Further looks through changesets. */
  changesets: number;
  /** Looks through the index of words, each of which costs as much again as it takes to find the words. */
  changes: number;
  /** So many changes of a changeset that is on the page already are passed over one by one, more by looking again. */
  passed: number;
}

export const DEFAULT_SEARCH_LIMITS: SearchLimits = {
  plain: { read: 256, chars: 256 * 1024, numbers: 4_096 },
  firstLook: 4_096,
  changesets: 65_536,
  changes: 131_072,
  passed: 8_192,
};

/** The rows of a page and one more if there are more, newest first; each step of the generator is one look. */
export type Search = Generator<void, Row[]>;

/** Goes back through the changesets. */
export function* searchChangesets(
  database: Database,
  { limit }: HistoryQuery,
  scope: Scope,
  limits: SearchLimits,
): Search {
  const rows: Row[] = [];
  const select = changesetsIn(scope);
  for (const part of parts(newestIn(database, scope), limits.firstLook, limits.changesets)) {
    const { first, last } = part;
    rows.push(...database.sql(select).all(first, last, ...scope.parametersIn(part), limit + 1 - rows.length));
    if (rows.length > limit) break;
    yield;
  }
  return rows;
}

/** Looks at the newest changesets plainly, then goes back through the changes that hold the words. */
export function* searchWordsIn(
  database: Database,
  query: HistoryQuery,
  scope: Scope,
  words: readonly string[][],
  limits: SearchLimits,
): Search {
  const { limit, key } = query;
  const { rows, goOnBelow } = lookPlainly(database, query, scope, limits.plain);
  if (rows.length > limit || goOnBelow === null) return rows;
  yield;
  const match = matchOf(database, words);
  const ids = idsOf(database, { first: scope.first, last: goOnBelow - 1 });
  // A key is hardly ever frequent enough to fill a page at the first look.
  let look = scope.sql === null || key !== null ? limits.changes : limits.firstLook;
  for (let { last } = ids; last >= ids.first; look = limits.changes) {
    const part = { first: Math.max(ids.first, last - look + 1), last };
    last = lookThrough(database, { part, scope, match }, { rows, limit, passed: limits.passed });
    if (rows.length > limit) break;
    yield;
  }
  return rows;
}

interface Look {
  /** Of the ids of changes. */
  part: Range;
  scope: Scope;
  match: string;
}

interface Found {
  rows: Row[];
  limit: number;
  passed: number;
}

/** Adds what is found, one row for a changeset. Returns the id at which to go on. */
function lookThrough(database: Database, look: Look, { rows, limit, passed }: Found): number {
  // The changeset that was found last began with this change.
  let begun = Infinity;
  for (const { id } of matches(database, look)) {
    if (id >= begun) continue;
    const { changeset, firstId } = changesetOf(database, id);
    begun = firstId;
    if (changeset !== undefined) rows.push(changeset);
    if (rows.length > limit || id - firstId > passed) return firstId - 1;
  }
  return Math.min(begun, look.part.first) - 1;
}

function matches(database: Database, { part, scope, match }: Look): Iterable<{ id: number }> {
  const { first, last } = part;
  // Numbers are bound as reals, which FTS5 does not take for the bounds of its walk: it would begin at the end each time.
  const found = `SELECT rowid AS id FROM words
    WHERE words MATCH ? AND rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)`;
  const order = 'ORDER BY rowid DESC';
  if (scope.sql === null) return rowsOf(database.sql(`${found} ${order}`).iterate(match, first, last));
  const numbers = numbersOf(database, part, scope);
  // Made once and looked up for each word found: cheaper than to go from each to its changeset.
  const ids = `SELECT changes.id FROM changesets CROSS JOIN changes INDEXED BY changes_seq USING (seq)
    WHERE changesets.seq BETWEEN ? AND ? AND changes.id BETWEEN ? AND ? AND ${scope.sql}`;
  const parameters = [numbers.first, numbers.last, first, last, ...scope.parametersIn(numbers)];
  return rowsOf(database.sql(`${found} AND +rowid IN (${ids}) ${order}`).iterate(match, first, last, ...parameters));
}

const rowsOf = (rows: Iterable<Row>): Iterable<{ id: number }> => rows as Iterable<unknown> as Iterable<{ id: number }>;

/** Of a changeset that was trimmed, changes may remain for a while. */
function changesetOf(database: Database, id: number): { changeset: Row | undefined; firstId: number } {
  const seq = Number(database.sql('SELECT seq FROM changes WHERE id = ?').get(id)?.['seq']);
  const changeset = database.sql('SELECT * FROM changesets WHERE seq = ?').get(seq);
  const first = database.sql('SELECT id FROM changes WHERE seq = ? ORDER BY n LIMIT 1').get(seq);
  return { changeset, firstId: Number(first?.['id'] ?? id) };
}

/** The ids of the changes in the scope's range: they grow with the numbers. */
function idsOf(database: Database, { first, last }: Range): Range {
  const least = database.sql('SELECT id FROM changes WHERE seq >= ? ORDER BY seq, n LIMIT 1').get(first);
  const most = database.sql('SELECT id FROM changes WHERE seq <= ? ORDER BY seq DESC, n DESC LIMIT 1').get(last);
  return { first: Number(least?.['id'] ?? Infinity), last: Number(most?.['id'] ?? 0) };
}

/** The part of the scope's range in which these changes lie. */
function numbersOf(database: Database, part: Range, scope: Range): Range {
  const least = database.sql('SELECT seq FROM changes WHERE id >= ? ORDER BY id LIMIT 1').get(part.first);
  const most = database.sql('SELECT seq FROM changes WHERE id <= ? ORDER BY id DESC LIMIT 1').get(part.last);
  return {
    first: Math.max(scope.first, Number(least?.['seq'] ?? scope.first)),
    last: Math.min(scope.last, Number(most?.['seq'] ?? scope.last)),
  };
}

/** The range without the numbers that have not been given yet, or are not kept any more. */
function newestIn(database: Database, { first, last }: Range): Range {
  const newest = database.number('SELECT max(seq) FROM changesets');
  const oldest = database.number('SELECT min(seq) FROM changesets');
  return { first: Math.max(first, oldest), last: Math.min(last, newest) };
}

/** The range in parts from its end. */
function* parts(range: Range, size: number, nextSize: number): Generator<Range> {
  let look = size;
  for (let { last } = range; !isNone({ first: range.first, last }); last -= look, look = nextSize) {
    yield { first: Math.max(range.first, last - look + 1), last };
  }
}
