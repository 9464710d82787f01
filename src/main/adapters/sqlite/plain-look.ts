import { holdsWords, searchWords } from '../../../core/state/search-words.ts';
import type { HistoryQuery } from '../../../core/ports.ts';
import type { Database } from './database.ts';
import { changesetsIn, type Range, type Scope } from './history-scope.ts';
import type { Row } from './rows.ts';

export interface PlainLimits {
  /** Changesets, and changes, read at most. */
  read: number;
  /** Characters of values read at most. */
  chars: number;
  /** Numbers looked at under conditions, unless they ask for a key that is not frequent. */
  numbers: number;
}

/** What the newest changesets hold, and the number below which nothing was looked at; null when nothing is left. */
export interface PlainLook {
  rows: Row[];
  goOnBelow: number | null;
}

/** Scripts whose words the index of words and {@link holdsWords} cut and compare alike. */
const ALIKE = /^[\p{Script=Latin}\p{M}\p{N}\p{P}\p{S}\s]*$/u;

/**
 * Reads the newest changesets of the scope one by one. What is searched for is mostly new or frequent, and then the page is full before the index
 * of words, which gathers all places of a word however many there are, has to be asked.
 */
export function lookPlainly(database: Database, query: HistoryQuery, scope: Scope, limits: PlainLimits): PlainLook {
  const { first, last } = scope;
  if (!ALIKE.test(query.text)) return { rows: [], goOnBelow: last + 1 };
  const words = searchWords(query.text);
  const part = partOf(database, query, scope, limits);
  const select = changesetsIn(scope);
  const parameters = [part.first, part.last, ...scope.parametersIn(part), limits.read];
  const rows: Row[] = [];
  const left = { changes: limits.read, chars: limits.chars };
  let count = 0;
  let seq = Infinity;
  for (const changeset of database.sql(select).iterate(...parameters) as Iterable<Row>) {
    count += 1;
    seq = Number(changeset['seq']);
    const holds = holdsInChanges(database, seq, words, left);
    if (holds === null) return { rows, goOnBelow: seq + 1 };
    if (holds) rows.push(changeset);
    if (rows.length > query.limit) return { rows, goOnBelow: seq };
  }
  if (count === limits.read) return { rows, goOnBelow: Math.min(seq, last + 1) };
  return { rows, goOnBelow: part.first === first ? null : part.first };
}

/** Takes what it reads from what is left to be read; null when that is not enough. */
function holdsInChanges(
  database: Database,
  seq: number,
  words: string[][],
  left: { changes: number; chars: number },
): boolean | null {
  const select = `SELECT key, length(after_text) AS chars, CASE WHEN length(after_text) <= ? THEN after_text END AS text
    FROM changes WHERE seq = ? ORDER BY n`;
  for (const { key, chars, text } of database.sql(select).iterate(left.chars, seq) as Iterable<Row>) {
    left.changes -= 1;
    if (left.changes < 0) return null;
    if (says(key, words)) return true;
    left.chars -= Number(chars ?? 0);
    if (left.chars < 0) return null;
    if (says(text, words)) return true;
  }
  return false;
}

const says = (text: unknown, words: string[][]): boolean => typeof text === 'string' && holdsWords(text, words);

/** Without conditions every number counts, and the changesets of a key that is not frequent are found by its index. */
function partOf(database: Database, { key }: HistoryQuery, scope: Scope, { read, numbers }: PlainLimits): Range {
  const { first, last } = scope;
  const isNarrow = scope.sql !== null && (key === null || isFrequent(database, key, read));
  return isNarrow ? { first: Math.max(first, last - numbers + 1), last } : { first, last };
}

function isFrequent(database: Database, key: string, count: number): boolean {
  const of = (table: string): number =>
    database.sql(`SELECT 1 FROM ${table} WHERE key = ? LIMIT ?`).all(key, count).length;
  return of('changes') + of('lost') >= count;
}
