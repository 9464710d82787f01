import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProfileFiles } from './paths.ts';
import { describeSystemError } from './system-error.ts';

/** Files of the database, the log of SQLite among them. */
const partsOf = (file: string): string[] => [file, `${file}-wal`, `${file}-shm`];

/** Whether the profile never had a group nor a state. */
export const isFresh = ({ group, state }: Pick<ProfileFiles, 'group' | 'state'>): boolean =>
  !existsSync(group) && !existsSync(state);

/** A group that was chosen, and in which nothing was ever kept, is forgotten. */
export async function forgetChoice({ group, state }: Pick<ProfileFiles, 'group' | 'state'>): Promise<void> {
  if (!existsSync(state)) await rm(group, { force: true });
}

/**
 * Moves what belongs to the group that is left into `left/<time>` of the profile. The key goes last: whoever is stopped half-way is still in
 * that group, never in another with its state.
 */
export async function setGroupAside(
  { group, state }: Pick<ProfileFiles, 'group' | 'state'>,
  now: number,
): Promise<Result<void, string>> {
  const folder = join(dirname(group), 'left', new Date(now).toISOString().replaceAll(':', '-'));
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const file of [...partsOf(state), group])
      if (existsSync(file)) await rename(file, join(folder, basename(file)));
    return ok(undefined);
  } catch (error) {
    return err(`What this group held could not be set aside in ${folder}: ${describeSystemError(error)}.`);
  }
}
