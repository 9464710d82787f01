import type { Database } from './database.ts';

/** "Grap": which program the file belongs to, in its header. */
export const APPLICATION_ID = 0x47726170;

/** One step from a version of the schema to the next. Steps that were once released never change. */
export type Migration = (database: Database) => void;

/**
 * An entry's columns. Of the two entries of a change and of a loss, those that are missing are null throughout. `deleted` is kept beside the
 * text because of values that were taken out.
 */
const entryColumns = (prefix: string): string =>
  `${prefix}_text TEXT, ${prefix}_ts INTEGER, ${prefix}_ttl INTEGER, ${prefix}_hash TEXT, ${prefix}_deleted INTEGER`;

/**
 * `changes.id` grows with `seq` and `n`, and is the row number of the search index, which holds no text of its own. Of a changeset that
 * was trimmed, changes may remain for a while: what counts is the row in `changesets`.
 */
const VERSION_1 = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE entries (key TEXT PRIMARY KEY, text TEXT NOT NULL, ts INTEGER NOT NULL, ttl INTEGER, hash TEXT NOT NULL,
    deleted INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE graves (key TEXT PRIMARY KEY, ts INTEGER NOT NULL, deleted INTEGER NOT NULL, hash TEXT NOT NULL,
    buried_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE intents (id INTEGER NOT NULL, piece INTEGER NOT NULL, time INTEGER NOT NULL, origin TEXT NOT NULL, entries TEXT NOT NULL,
    PRIMARY KEY (id, piece)) STRICT, WITHOUT ROWID;
  CREATE TABLE changesets (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, peer TEXT, origin TEXT NOT NULL,
    digest_before TEXT NOT NULL, digest_after TEXT NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL,
    removed INTEGER NOT NULL, lost INTEGER NOT NULL, keys TEXT NOT NULL, bytes INTEGER NOT NULL) STRICT;
  CREATE INDEX changesets_time ON changesets (time);
  CREATE INDEX changesets_kind ON changesets (kind, seq);
  CREATE INDEX changesets_peer ON changesets (peer, seq) WHERE peer IS NOT NULL;
  CREATE TABLE changes (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, n INTEGER NOT NULL, key TEXT NOT NULL,
    ${entryColumns('before')}, ${entryColumns('after')}) STRICT;
  CREATE UNIQUE INDEX changes_seq ON changes (seq, n);
  CREATE INDEX changes_key ON changes (key, seq, n);
  CREATE TABLE lost (seq INTEGER NOT NULL, n INTEGER NOT NULL, key TEXT NOT NULL, reason TEXT NOT NULL,
    ${entryColumns('entry')}, ${entryColumns('winner')}, PRIMARY KEY (seq, n)) STRICT, WITHOUT ROWID;
  CREATE INDEX lost_key ON lost (key, seq);
  CREATE VIRTUAL TABLE words USING fts5 (key, value, content='', contentless_delete=1,
    tokenize='unicode61 remove_diacritics 2', prefix='2 3');
`;

/** Who has the changeset, as JSON (PB6); null when nobody was told. */
const VERSION_2 = 'ALTER TABLE changesets ADD COLUMN delivery TEXT';

/** Of each connection by itself, before anything is searched for: the words of the index in their order, each with its places. */
export const WORD_PLACES = "CREATE VIRTUAL TABLE temp.word_places USING fts5vocab(main, words, 'instance')";

/** In order: the first makes version 1 of nothing. */
export const MIGRATIONS: readonly Migration[] = [VERSION_1, VERSION_2].map((sql) => (database) => database.exec(sql));

export const schemaVersion = (database: Database): number => database.number('PRAGMA user_version');

/** Brings the schema to the newest version, each step in a transaction of its own. */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  for (let version = schemaVersion(database); version < migrations.length; version += 1) {
    database.transaction(() => {
      migrations[version]?.(database);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      database.exec(`PRAGMA user_version = ${version + 1}`);
    });
  }
}
