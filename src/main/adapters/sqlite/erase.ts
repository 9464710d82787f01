import type { Key } from '../../../shared/model.ts';
import { ERASED_HASH, ERASED_TEXT } from '../../../core/state/erased.ts';
import type { Database } from './database.ts';

const SLICE = 1_000;
const MERGE_PAGES = 200;

const holds = (prefix: string): string => `(${prefix}_deleted = 0 AND ${prefix}_hash <> '${ERASED_HASH}')`;

const blank = (prefix: string): string =>
  `${prefix}_text = iif(${holds(prefix)}, '${ERASED_TEXT}', ${prefix}_text),
   ${prefix}_hash = iif(${holds(prefix)}, '${ERASED_HASH}', ${prefix}_hash)`;

/**
 * Takes the values of a key out of the history, the search index and, as `secure_delete` is on, out of the bytes of the file; one
 * transaction for each step of the generator. Returns how many changes that concerned.
 */
export function* erasing(database: Database, key: Key): Generator<void, number> {
  let count = 0;
  for (let slice = SLICE; slice === SLICE; count += slice) {
    slice = database.transaction(() => blankChanges(database, key));
    yield;
  }
  database.sql(`UPDATE lost SET ${blank('entry')}, ${blank('winner')} WHERE key = ?`).run(key);
  yield* rewriting(database);
  // What the log still holds of the old pages goes with it.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return count;
}

function blankChanges(database: Database, key: Key): number {
  const rows = database
    .sql(`SELECT id FROM changes WHERE key = ? AND (${holds('before')} OR ${holds('after')}) LIMIT ?`)
    .all(key, SLICE);
  const update = database.sql(`UPDATE changes SET ${blank('before')}, ${blank('after')} WHERE id = ?`);
  const index = database.sql(`INSERT OR REPLACE INTO words (rowid, key, value) VALUES (?, ?, '')`);
  for (const { id } of rows) {
    update.run(Number(id));
    index.run(Number(id), key);
  }
  return rows.length;
}

/** Writes the search index anew: rows that were deleted from it stay in its segments until they are merged. */
function* rewriting(database: Database): Generator<void> {
  const merge = database.sql(`INSERT INTO words (words, rank) VALUES ('merge', ?)`);
  const changes = (): number => database.number('SELECT total_changes()');
  let before = changes();
  merge.run(-MERGE_PAGES);
  // Fewer than two changes mean that there was nothing left to merge (fts5.html, "The 'merge' Command").
  for (let after = changes(); after - before >= 2; after = changes()) {
    yield;
    before = after;
    merge.run(MERGE_PAGES);
  }
}
