import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { connect } from './connect.ts';
import type { Database } from './database.ts';
import { DATABASE_FILES, isAnythingAt, setAside } from './set-aside.ts';

/**
 * Makes a database. It gets its name only when it is complete and on the disk, so that at any instant there is a whole one or none. What was
 * there is set aside at that moment, and not before; where it is then. Throws what SQLite and the file system throw.
 */
export function placeDatabase(file: string, fill: (fresh: Database) => void): string | null {
  const draft = `${file}.new`;
  try {
    removeDatabase(draft);
    fillDatabase(draft, fill);
    const aside = isAnythingAt(file) ? setAside(file, new Date()) : null;
    renameSync(draft, file);
    syncFolder(dirname(file));
    return aside;
  } catch (error) {
    discard(draft);
    throw error;
  }
}

function fillDatabase(file: string, fill: (fresh: Database) => void): void {
  const fresh = connect(file);
  try {
    fill(fresh);
    // The file alone is what gets the name.
    fresh.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    fresh.close();
  }
}

function removeDatabase(file: string): void {
  for (const suffix of DATABASE_FILES) rmSync(file + suffix, { force: true });
}

function discard(draft: string): void {
  try {
    removeDatabase(draft);
  } catch {
    // The next draft replaces it; the fault that led here says more.
  }
}

/** Makes the rename durable. Windows cannot open a folder; its file system journals renames. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
