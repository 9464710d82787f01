import { randomBytes } from 'node:crypto';
import type { StorageError } from '../../../core/ports.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { connect, connectReadOnly } from './connect.ts';
import type { Database } from './database.ts';
import { isDamage, storageError } from './faults.ts';
import { readFileHeader } from './file-header.ts';
import { readMeta, writeMeta } from './meta.ts';
import { salvage } from './salvage.ts';
import { migrate, schemaVersion, type Migration } from './schema.ts';
import { setAside } from './set-aside.ts';

export interface OpenDatabase {
  database: Database;
  /** Why nothing can be stored for now; null when it can. */
  fault: StorageError | null;
  setAside: { file: string; reason: string } | null;
}

/** Reading all of the present now is better than finding out later that it cannot be read. */
const READ_ALL = [
  'SELECT count(*), max(ts), sum(length(text)), sum(length(hash)) FROM entries',
  'SELECT count(*), max(ts), sum(length(hash)) FROM graves',
  'SELECT count(*), sum(length(entries)) FROM intents',
  'SELECT count(*), sum(length(value)) FROM meta',
  'SELECT * FROM changesets ORDER BY seq DESC LIMIT 1',
];

/** Opens the database, or sets a damaged one aside and begins a new one with what could be saved (CH5). Does not throw. */
export function openDatabase(file: string, migrations: readonly Migration[]): Result<OpenDatabase, StorageError> {
  try {
    const header = readFileHeader(file);
    if (header.kind === 'foreign') return replaceDatabase(file, migrations, header.reason, 0);
    if (header.kind === 'database' && header.schemaVersion > migrations.length) return err(newer(file));
    return openWritable(file, migrations);
  } catch (error) {
    if (isDamage(error)) return replaceDatabase(file, migrations, 'it is damaged', 0);
    return openReadable(file, storageError(error, file), migrations);
  }
}

/** Sets the database aside and begins a new one with what could be saved. `lastSeq` is the last number known. Does not throw. */
export function replaceDatabase(
  file: string,
  migrations: readonly Migration[],
  reason: string,
  lastSeq: number,
): Result<OpenDatabase, StorageError> {
  const now = new Date();
  try {
    const aside = setAside(file, now);
    const opened = openWritable(file, migrations);
    if (!opened.ok) return opened;
    const { database } = opened.value;
    salvage(aside, database, lastSeq, now.getTime());
    return ok({ database, fault: null, setAside: { file: aside, reason } });
  } catch (error) {
    return err(storageError(error, file));
  }
}

function openWritable(file: string, migrations: readonly Migration[]): Result<OpenDatabase, StorageError> {
  const database = connect(file);
  try {
    if (schemaVersion(database) > migrations.length) {
      database.close();
      return err(newer(file));
    }
    prepare(database, migrations);
    return ok({ database, fault: null, setAside: null });
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: Database, migrations: readonly Migration[]): void {
  if (schemaVersion(database) < migrations.length) {
    migrate(database, migrations);
    // So that the first bytes of the file tell the version, whatever happens next.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }
  if (readMeta(database, 'epoch') === '') writeMeta(database, 'epoch', randomBytes(16).toString('hex'));
  for (const sql of READ_ALL) database.sql(sql).all();
}

/** On a disk that cannot be written to, what is there can still be read. */
function openReadable(
  file: string,
  fault: StorageError,
  migrations: readonly Migration[],
): Result<OpenDatabase, StorageError> {
  if (fault.kind !== 'read-only') return err(fault);
  try {
    const database = connectReadOnly(file);
    if (schemaVersion(database) === migrations.length) return ok({ database, fault, setAside: null });
    database.close();
  } catch {
    // The fault that led here says more.
  }
  return err(fault);
}

const newer = (file: string): StorageError => ({
  kind: 'newer',
  detail: `The database ${file} was made by a newer version of Grapevine. It was left as it is; install that version to use it.`,
});
