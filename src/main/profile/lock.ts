import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '../../shared/result.ts';
import { clearHolder, describeHolder, readHolder, writeHolder, type NewHolder } from './holder.ts';
import type { ProfileFiles } from './paths.ts';
import { describeSystemError, systemErrorCode } from './system-error.ts';

export interface ProfileLock {
  /** May be called twice. */
  release(): void;
}

export type LockError = { kind: 'in-use' | 'failed'; text: string };

const SQLITE_BUSY = 5;

/**
 * Takes the profile for this process: SQLite's exclusive transaction is a lock of the operating system (fcntl,
 * LockFileEx) that Node itself does not offer, and a killed process leaves none. POSIX drops such a lock when the process
 * closes any descriptor of the file, so nothing else in the program may open it.
 */
export function lockProfile(files: ProfileFiles, holder: NewHolder): Result<ProfileLock, LockError> {
  let database: DatabaseSync | null = null;
  try {
    createPrivately(files.lock);
    database = new DatabaseSync(files.lock, { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    writeHolder(files.holder, holder);
    return ok(heldLock(database, files));
  } catch (error) {
    database?.close();
    return err(lockError(files, error));
  }
}

function heldLock(database: DatabaseSync, files: ProfileFiles): ProfileLock {
  let held = true;
  return {
    release: () => {
      if (!held) return;
      held = false;
      clearHolder(files.holder);
      database.close();
    },
  };
}

function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
}

function lockError(files: ProfileFiles, error: unknown): LockError {
  if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
    return { kind: 'in-use', text: describeHolder(readHolder(files.holder)) };
  }
  return { kind: 'failed', text: `The profile could not be locked by ${files.lock}: ${describeSystemError(error)}.` };
}
