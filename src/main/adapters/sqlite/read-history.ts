import type {
  Change,
  ChangeKind,
  ChangesetSummary,
  Delivery,
  Digest,
  Key,
  LossReason,
  LostEntry,
  Origin,
} from '../../../shared/model.ts';
import type { ChangesPage, HistoryPage, HistoryQuery } from '../../../core/ports.ts';
import { searchWords } from '../../../core/state/search-words.ts';
import type { Database } from './database.ts';
import { isNone, scopeOf } from './history-scope.ts';
import { entryAt, type Row } from './rows.ts';
import { DEFAULT_SEARCH_LIMITS, searchChangesets, searchWordsIn } from './search-history.ts';

/** A page of changesets, newest first (CH2); each step of the generator is a short look at a part of the history. */
export function* readHistory(
  database: Database,
  query: HistoryQuery,
  limits = DEFAULT_SEARCH_LIMITS,
): Generator<void, HistoryPage> {
  const scope = scopeOf(database, query);
  const words = searchWords(query.text);
  const rows = isNone(scope)
    ? []
    : yield* words.length === 0
        ? searchChangesets(database, query, scope, limits)
        : searchWordsIn(database, query, scope, words, limits);
  return { changesets: rows.slice(0, query.limit).map(summaryOf), more: rows.length > query.limit };
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
  delivery: JSON.parse((row['delivery'] as string | null) ?? 'null') as Delivery | null,
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
