import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../corpus');

/** The samples of a target, in the order of their names. */
export function samplesOf(target: string): Uint8Array[] {
  const folder = join(FOLDER, target);
  return readdirSync(folder)
    .sort()
    .map((name) => new Uint8Array(readFileSync(join(folder, name))));
}
