import { randomBytes } from 'node:crypto';
import type { StorageError } from '../../../core/ports.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { connect, connectInMemory, connectReadOnly } from './connect.ts';
import type { Database } from './database.ts';
import { isDamage, storageError } from './faults.ts';
import { readFileHeader } from './file-header.ts';
import { readMeta, writeMeta } from './meta.ts';
import { placeDatabase } from './place-database.ts';
import { salvage } from './salvage.ts';
import { migrate, schemaVersion, type Migration } from './schema.ts';

export interface OpenDatabase {
  database: Database;
  /** Why nothing can be stored for now; null when it can. */
  fault: StorageError | null;
  setAside: { file: string; reason: string } | null;
}

/** What a database that is begun anew goes on from. */
export interface Beginning {
  epoch: string;
  /** The last number known. */
  lastSeq: number;
}

/** Reading all of the present now is better than finding out later that it cannot be read. */
const READ_ALL = [
  'SELECT count(*), max(ts), sum(length(text)), sum(length(hash)) FROM entries',
  'SELECT count(*), max(ts), sum(length(hash)) FROM graves',
  'SELECT count(*), sum(length(entries)) FROM intents',
  'SELECT count(*), sum(length(value)) FROM meta',
  'SELECT * FROM changesets ORDER BY seq DESC LIMIT 1',
];

export const newBeginning = (): Beginning => ({ epoch: randomBytes(16).toString('hex'), lastSeq: 0 });

/**
 * Opens the database, or sets a damaged one aside and begins a new one with what could be saved (CH5). Where there is none and none can be
 * made for now, an empty one in memory stands in for it, only to be read: it goes with a fault. Does not throw.
 */
export function openDatabase(
  file: string,
  migrations: readonly Migration[],
  beginning = newBeginning(),
): Result<OpenDatabase, StorageError> {
  const header = readFileHeader(file);
  if (header.kind === 'unreadable') return err(unreadable(file, header.reason));
  if (header.kind === 'none') return openNew(file, migrations, beginning);
  if (header.kind === 'foreign') return replaceDatabase(file, migrations, beginning, header.reason);
  if (header.schemaVersion > migrations.length) return err(newer(file));
  try {
    return openWritable(file, migrations, beginning);
  } catch (error) {
    if (isDamage(error)) return replaceDatabase(file, migrations, beginning, 'it is damaged');
    return openReadable(file, storageError(error, file), migrations);
  }
}

/** Begins a new database with what could be saved of this one, which is set aside then; until then it stays. Does not throw. */
export function replaceDatabase(
  file: string,
  migrations: readonly Migration[],
  beginning: Beginning,
  reason: string,
): Result<OpenDatabase, StorageError> {
  try {
    const aside = placeDatabase(file, (fresh) => {
      prepare(fresh, migrations, beginning.epoch);
      salvage(file, fresh, beginning.lastSeq, Date.now());
    });
    return openPlaced(file, migrations, beginning, aside === null ? null : { file: aside, reason });
  } catch (error) {
    return err(storageError(error, file));
  }
}

function openNew(
  file: string,
  migrations: readonly Migration[],
  beginning: Beginning,
): Result<OpenDatabase, StorageError> {
  try {
    const aside = placeDatabase(file, (fresh) => prepare(fresh, migrations, beginning.epoch));
    return openPlaced(
      file,
      migrations,
      beginning,
      aside === null ? null : { file: aside, reason: 'only its log was left' },
    );
  } catch (error) {
    const database = connectInMemory();
    prepare(database, migrations, beginning.epoch);
    return ok({ database, fault: storageError(error, file), setAside: null });
  }
}

function openPlaced(
  file: string,
  migrations: readonly Migration[],
  beginning: Beginning,
  setAside: OpenDatabase['setAside'],
): Result<OpenDatabase, StorageError> {
  const opened = openWritable(file, migrations, beginning);
  return opened.ok ? ok({ ...opened.value, setAside }) : opened;
}

function openWritable(
  file: string,
  migrations: readonly Migration[],
  { epoch }: Beginning,
): Result<OpenDatabase, StorageError> {
  const database = connect(file);
  try {
    if (schemaVersion(database) > migrations.length) {
      database.close();
      return err(newer(file));
    }
    prepare(database, migrations, epoch);
    return ok({ database, fault: null, setAside: null });
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: Database, migrations: readonly Migration[], epoch: string): void {
  if (schemaVersion(database) < migrations.length) {
    migrate(database, migrations);
    // So that the first bytes of the file tell the version, whatever happens next.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }
  if (readMeta(database, 'epoch') === '') writeMeta(database, 'epoch', epoch);
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

const unreadable = (file: string, reason: string): StorageError => ({
  kind: 'failed',
  detail: `The database ${file} cannot be read: ${reason}. It was left as it is.`,
});
