import { existsSync, renameSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import { timeForNames } from './time-for-names.ts';

/** What follows the name: nothing for the database, then its log, the index of the log and its journal. */
export const DATABASE_FILES = ['', '-wal', '-shm', '-journal'];

/** Whether a database is there, or anything of one. */
export const isAnythingAt = (file: string): boolean =>
  DATABASE_FILES.some((suffix) => (statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0) > 0);

/** Renames a database that cannot be used, never over another file; where it is now (CH5). */
export function setAside(file: string, now: Date): string {
  const target = freeName(file, now);
  for (const suffix of DATABASE_FILES) if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  return target;
}

function freeName(file: string, now: Date): string {
  const { dir, name, ext } = parse(file);
  const base = join(dir, `${name}.damaged-${timeForNames(now)}`);
  for (let count = 1; ; count += 1) {
    const candidate = `${base}${count === 1 ? '' : `-${count}`}${ext}`;
    if (!existsSync(candidate)) return candidate;
  }
}
