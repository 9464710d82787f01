import type {
  Change,
  ChangeKind,
  ChangesetSummary,
  Digest,
  Key,
  LossReason,
  LostEntry,
  Origin,
} from '../../../shared/model.ts';
import type { ChangesPage, HistoryPage, HistoryQuery } from '../../../core/ports.ts';
import { searchWords } from '../../../core/state/search-words.ts';
import type { Database } from './database.ts';
import { entryAt, type Row } from './rows.ts';

/** Conditions on the changeset alone, with their parameters. */
interface Filter {
  sql: string;
  parameters: (string | number)[];
}

/** A page of changesets, newest first (CH2). */
export function readHistory(database: Database, query: HistoryQuery): HistoryPage {
  const filter = filterOf(query);
  const rows = foundRows(database, query, filter);
  const changesets = rows.slice(0, query.limit).map(summaryOf);
  return { changesets, more: rows.length > query.limit };
}

/** Changes of one changeset, with the losses of the same numbers; null when it is not kept. */
export function readChanges(database: Database, seq: number, offset: number, limit: number): ChangesPage | null {
  const changeset = database.sql('SELECT added + changed + removed AS total FROM changesets WHERE seq = ?').get(seq);
  if (changeset === undefined) return null;
  const range = [seq, offset, offset + limit];
  const changes = database.sql('SELECT * FROM changes WHERE seq = ? AND n >= ? AND n < ? ORDER BY n').all(...range);
  const lost = database.sql('SELECT * FROM lost WHERE seq = ? AND n >= ? AND n < ? ORDER BY n').all(...range);
  return { changes: changes.map(changeOf), lost: lost.map(lostOf), total: Number(changeset['total']) };
}

function plainRows(database: Database, { limit }: HistoryQuery, { sql, parameters }: Filter): Row[] {
  return database.sql(`SELECT * FROM changesets WHERE ${sql} ORDER BY seq DESC LIMIT ?`).all(...parameters, limit + 1);
}

/** Goes back over the changesets in which the key or the words were found, until the page is full. */
function foundRows(database: Database, query: HistoryQuery, filter: Filter): Row[] {
  const { key, limit } = query;
  const match = matchOf(query.text);
  if (match === null && key === null) return plainRows(database, query, filter);
  const found = match === null ? withKey(database, query, filter) : withWords(database, query, filter, match);
  const rows: Row[] = [];
  let last = Infinity;
  for (const row of found) {
    const seq = row['seq'] as number;
    if (seq >= last) continue;
    last = seq;
    if (match === null || key === null || concerns(database, seq, key)) rows.push(row);
    if (rows.length > limit) break;
  }
  return rows;
}

/** Changesets by the words of their changes, newest first; some more than once. */
function withWords(
  database: Database,
  { before }: HistoryQuery,
  { sql, parameters }: Filter,
  match: string,
): Iterable<Row> {
  const first =
    before === null
      ? undefined
      : database.sql('SELECT id FROM changes WHERE seq >= ? ORDER BY seq, n LIMIT 1').get(before);
  return database
    .sql(
      `SELECT changesets.* FROM words CROSS JOIN changes ON changes.id = words.rowid CROSS JOIN changesets USING (seq)
       WHERE words MATCH ? AND words.rowid < ? AND ${sql} ORDER BY words.rowid DESC`,
    )
    .iterate(match, Number(first?.['id'] ?? Number.MAX_SAFE_INTEGER), ...parameters);
}

/** Changesets that concern the key, newest first; some more than once. */
function* withKey(database: Database, { key, before }: HistoryQuery, { sql, parameters }: Filter): Generator<Row> {
  const bound = before ?? Number.MAX_SAFE_INTEGER;
  const get = database.sql(`SELECT * FROM changesets WHERE seq = ? AND ${sql}`);
  const numbers = database.sql(
    `SELECT seq FROM changes WHERE key = ? AND seq < ? UNION ALL SELECT seq FROM lost WHERE key = ? AND seq < ? ORDER BY seq DESC`,
  );
  for (const { seq } of numbers.iterate(key, bound, key, bound) as Iterable<Row>) {
    const row = get.get(seq as number, ...parameters);
    if (row !== undefined) yield row;
  }
}

function concerns(database: Database, seq: number, key: Key): boolean {
  const found = `SELECT 1 FROM changes WHERE key = ? AND seq = ? UNION ALL SELECT 1 FROM lost WHERE key = ? AND seq = ? LIMIT 1`;
  return database.sql(found).get(key, seq, key, seq) !== undefined;
}

/** The words as an FTS5 query: all in the key, or all in the value. Every word is quoted, so none can be taken for syntax. */
function matchOf(text: string): string | null {
  const words = searchWords(text).map((tokens) => `"${tokens.join(' ')}"*`);
  if (words.length === 0) return null;
  const all = words.join(' AND ');
  return `{key} : (${all}) OR {value} : (${all})`;
}

function filterOf({ before, kind, peer, from, to }: HistoryQuery): Filter {
  const conditions: [string, ...(string | number)[]][] = [['1']];
  if (before !== null) conditions.push(['changesets.seq < ?', before]);
  if (kind !== null) conditions.push(['kind = ?', kind]);
  if (peer !== null) conditions.push(['peer = ?', peer]);
  if (from !== null || to !== null) conditions.push(...timeConditions(from ?? 0, to ?? Number.MAX_SAFE_INTEGER));
  return {
    sql: conditions.map(([sql]) => sql).join(' AND '),
    parameters: conditions.flatMap(([, ...parameters]) => parameters),
  };
}

/** The window's numbers bound the search, whatever else it goes by; times in between may lie outside of it, for clocks jump. */
function timeConditions(from: number, to: number): [string, ...number[]][] {
  const numbers = (which: string): string =>
    `(SELECT ${which}(seq) FROM changesets INDEXED BY changesets_time WHERE time BETWEEN ? AND ?)`;
  return [
    [`changesets.seq BETWEEN ${numbers('min')} AND ${numbers('max')}`, from, to, from, to],
    ['time BETWEEN ? AND ?', from, to],
  ];
}

const summaryOf = (row: Row): ChangesetSummary => ({
  seq: row['seq'] as number,
  time: row['time'] as number,
  origin: JSON.parse(row['origin'] as string) as Origin,
  digestBefore: row['digest_before'] as Digest,
  digestAfter: row['digest_after'] as Digest,
  added: row['added'] as number,
  changed: row['changed'] as number,
  removed: row['removed'] as number,
  lost: row['lost'] as number,
  keys: JSON.parse(row['keys'] as string) as { key: Key; kind: ChangeKind }[],
});

function changeOf(row: Row): Change {
  const key = row['key'] as Key;
  return { key, before: entryAt(row, key, 'before_'), after: entryAt(row, key, 'after_') };
}

function lostOf(row: Row): LostEntry {
  const key = row['key'] as Key;
  const [entry, winner] = [entryAt(row, key, 'entry_'), entryAt(row, key, 'winner_')];
  if (entry === null || winner === null) throw new Error('a loss without its entries');
  return { entry, winner, reason: row['reason'] as LossReason };
}
