import { err, ok, type Result } from '../../../shared/result.ts';
import type { StorageError } from '../../../core/ports.ts';
import type { Database } from './database.ts';
import { isDamage, storageError } from './faults.ts';
import { readMeta, writeMeta } from './meta.ts';
import { newBeginning, openDatabase, replaceDatabase, type Beginning, type OpenDatabase } from './open-database.ts';
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
  /** The database was opened for writing. */
  #isWritable = false;
  #fault: StorageError | null = null;
  #isOpen = false;
  /** Of the database that is open, or is to be made. */
  #epoch = newBeginning().epoch;
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

  /** Null while closed, and while not even reading works. One that stands in for a database that cannot be made is empty. */
  get database(): Database | null {
    return this.#database;
  }

  /** Why nothing can be stored; null when it can. */
  get fault(): StorageError | null {
    return this.#fault;
  }

  open(): Result<OpenDatabase, StorageError> {
    const opened = openDatabase(this.#file, this.#migrations, this.#beginning());
    if (!opened.ok) return opened;
    const { database, fault } = opened.value;
    this.#epoch = readMeta(database, 'epoch');
    this.#isOpen = true;
    this.#database = database;
    this.#isWritable = fault === null;
    this.#setFault(fault);
    return opened;
  }

  /** After a fault: whether there is a database to try to write to. */
  reopen(): boolean {
    if (this.#isWritable && this.#fault?.kind !== 'read-only') return true;
    this.#letGo();
    const opened = openDatabase(this.#file, this.#migrations, this.#beginning());
    const fault = opened.ok ? this.#adopt(opened.value) : opened.error;
    if (fault !== null) this.#setFault(fault);
    return fault === null;
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
    this.#letGo();
    this.#isOpen = false;
    this.#fault = null;
  }

  #letGo(): void {
    this.#database?.close();
    this.#database = null;
    this.#isWritable = false;
  }

  #beginning(): Beginning {
    return { epoch: this.#epoch, lastSeq: this.lastSeq };
  }

  /** Takes a database that was opened while the program runs; why nothing can be stored in it. */
  #adopt({ database, fault, setAside }: OpenDatabase): StorageError | null {
    if (readMeta(database, 'epoch') !== this.#epoch) {
      database.close();
      return another(this.#file);
    }
    this.#database = database;
    this.#isWritable = fault === null;
    if (setAside !== null) writeMeta(database, 'setAside', setAside);
    return fault;
  }

  #replace(): StorageError {
    this.#letGo();
    const opened = replaceDatabase(this.#file, this.#migrations, this.#beginning(), 'it is damaged');
    const fault = opened.ok ? (this.#adopt(opened.value) ?? replaced(opened.value)) : opened.error;
    this.#setFault(fault);
    return fault;
  }

  #setFault(fault: StorageError | null): void {
    if (fault?.kind === this.#fault?.kind && fault?.detail === this.#fault?.detail) return;
    this.#fault = fault;
    this.#onFault(fault);
  }
}

/** It holds another state than the one that the node goes on with. */
const another = (file: string): StorageError => ({
  kind: 'failed',
  detail: `Another database has appeared as ${file}. It is left as it is; restart Grapevine to use it, or remove it.`,
});

/** Storing works again at once, but not for what was being done. */
const replaced = ({ setAside }: OpenDatabase): StorageError => ({
  kind: 'failed',
  detail: `The database was damaged. It is kept as ${setAside?.file ?? 'another file'}, and history begins anew.`,
});
