import { existsSync, renameSync } from 'node:fs';
import { join, parse } from 'node:path';

/** The database with its log and index of the log. */
const SUFFIXES = ['', '-wal', '-shm'];

/** Renames a database that cannot be used, never over another file; where it is now (CH5). */
export function setAside(file: string, now: Date): string {
  const target = freeName(file, now);
  for (const suffix of SUFFIXES) if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  return target;
}

function freeName(file: string, now: Date): string {
  const { dir, name, ext } = parse(file);
  // Windows allows no colons in names.
  const base = join(dir, `${name}.damaged-${now.toISOString().replaceAll(':', '-')}`);
  for (let count = 1; ; count += 1) {
    const candidate = `${base}${count === 1 ? '' : `-${count}`}${ext}`;
    if (!existsSync(candidate)) return candidate;
  }
}
