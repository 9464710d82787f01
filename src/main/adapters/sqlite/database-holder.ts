import { err, ok, type Result } from '../../../shared/result.ts';
import type { StorageError } from '../../../core/ports.ts';
import type { Database } from './database.ts';
import { isDamage, storageError } from './faults.ts';
import { writeMeta } from './meta.ts';
import { openDatabase, replaceDatabase, type OpenDatabase } from './open-database.ts';
import type { Migration } from './schema.ts';

const CLOSED: StorageError = { kind: 'closed', detail: 'The storage is closed.' };

/**
 * Holds the database and knows whether it can be written. One that turns out to be damaged is set aside and replaced at once, with what
 * of the present can still be read (CH5).
 */
export class DatabaseHolder {
  readonly #file: string;
  readonly #migrations: readonly Migration[];
  readonly #onFault: (fault: StorageError | null) => void;
  #database: Database | null = null;
  #fault: StorageError | null = null;
  #isOpen = false;
  /** The number of the last step stored, for the case that a damaged database cannot tell it. */
  lastSeq = 0;

  constructor(file: string, migrations: readonly Migration[], onFault: (fault: StorageError | null) => void) {
    this.#file = file;
    this.#migrations = migrations;
    this.#onFault = onFault;
  }

  /** From a successful `open` until `close`. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Null while closed, and while not even reading works. */
  get database(): Database | null {
    return this.#database;
  }

  /** Why nothing can be stored; null when it can. */
  get fault(): StorageError | null {
    return this.#fault;
  }

  open(): Result<OpenDatabase, StorageError> {
    const opened = openDatabase(this.#file, this.#migrations);
    if (!opened.ok) return opened;
    this.#isOpen = true;
    this.#database = opened.value.database;
    this.#setFault(opened.value.fault);
    return opened;
  }

  /** After a fault: whether there is a database to try to write to. */
  reopen(): boolean {
    if (this.#database !== null && this.#fault?.kind !== 'read-only') return true;
    this.#database?.close();
    const opened = openDatabase(this.#file, this.#migrations);
    this.#database = opened.ok ? opened.value.database : null;
    if (!opened.ok) this.#setFault(opened.error);
    return opened.ok && opened.value.fault === null;
  }

  /** Does some writing; whether it succeeded. */
  attempt(work: (database: Database) => void): boolean {
    const { ok: isDone } = this.attemptValue(work);
    if (isDone) this.#setFault(null);
    return isDone;
  }

  /** Does some writing; what came of it. */
  attemptValue<T>(work: (database: Database) => T): Result<T, StorageError> {
    if (this.#database === null) return err(this.#fault ?? CLOSED);
    try {
      return ok(work(this.#database));
    } catch (error) {
      const fault = this.describe(error);
      this.#setFault(fault);
      return err(fault);
    }
  }

  /** Does some reading: that it fails says nothing about writing, unless the file is damaged. */
  read<T>(work: (database: Database) => Result<T, StorageError>): Result<T, StorageError> {
    if (this.#database === null) return err(this.#fault ?? CLOSED);
    try {
      return work(this.#database);
    } catch (error) {
      return err(this.describe(error));
    }
  }

  /** What an error means; a damaged database is replaced on the way. */
  describe(error: unknown): StorageError {
    return isDamage(error) ? this.#replace() : storageError(error, this.#file);
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
    this.#isOpen = false;
    this.#fault = null;
  }

  #replace(): StorageError {
    this.#database?.close();
    const opened = replaceDatabase(this.#file, this.#migrations, 'it is damaged', this.lastSeq);
    this.#database = opened.ok ? opened.value.database : null;
    if (!opened.ok || opened.value.setAside === null) return opened.ok ? CLOSED : opened.error;
    const { database, setAside } = opened.value;
    writeMeta(database, 'setAside', setAside);
    const detail = `The database was damaged. It is kept as ${setAside.file}, and history begins anew.`;
    this.#setFault({ kind: 'failed', detail });
    return { kind: 'failed', detail };
  }

  #setFault(fault: StorageError | null): void {
    if (fault?.kind === this.#fault?.kind && fault?.detail === this.#fault?.detail) return;
    this.#fault = fault;
    this.#onFault(fault);
  }
}
