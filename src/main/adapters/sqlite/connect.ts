import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Database } from './database.ts';
import { WORD_PLACES } from './schema.ts';

/**
 * Sole owner of the file: the lock lasts as long as the connection, and no shared memory is needed. Freed pages are overwritten, so that
 * erased values leave the file; they are given back in steps.
 */
const PRAGMAS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA cache_size = -8000;
`;

/** Nothing that is made for a connection alone goes to the disk. */
const TEMPORARY = `
  PRAGMA temp_store = MEMORY;
  ${WORD_PLACES};
`;

/** Opens the database for writing and takes its lock; makes folder and file, for this user alone. Throws what SQLite throws. */
export function connect(file: string): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives its other files the mode of this one.
  closeSync(openSync(file, 'a', 0o600));
  return prepared(new Database(file, { readOnly: false }), (database) => {
    // Before anything else is read: or shared memory is made after all.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    // Only in a new file: elsewhere it would be a write, which a full disk does not take.
    if (database.number('PRAGMA page_count') === 0) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    database.exec(PRAGMAS);
    database.exec(TEMPORARY);
    database.transaction(() => undefined);
  });
}

/** Opens a database on a disk that cannot be written to. */
export function connectReadOnly(file: string): Database {
  const wal = `${file}-wal`;
  // Where not even the index of the log can be made, the file alone must do; with a log it would show an old state.
  const isWhole = !existsSync(wal) || statSync(wal).size === 0;
  const location = isWhole ? new URL(`${pathToFileURL(file).href}?immutable=1`) : file;
  return prepared(new Database(location, { readOnly: true }), (database) => {
    database.exec(TEMPORARY);
    database.exec('PRAGMA query_only = ON');
  });
}

/** A database that nobody keeps. */
export const connectInMemory = (): Database =>
  prepared(new Database(':memory:', { readOnly: false }), (database) => database.exec(TEMPORARY));

function prepared(database: Database, prepare: (database: Database) => void): Database {
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
