import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { err, ok, type Result } from '../../shared/result.ts';
import { describeSystemError } from './system-error.ts';

/** Files by which a folder is known to be a profile. */
const MARKS = ['identity.json', 'settings.json', 'lock'];
const OTHERS_MAY_WRITE = 0o022;
const STICKY = 0o1000;

/**
 * Makes the profile's folder, open to its owner only. A folder that is there is closed to others too if it is empty or a
 * profile; one with other things in it keeps its mode, and is refused if others may write to it.
 */
export async function prepareProfileDir(dir: string): Promise<Result<void, string>> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    return await closeToOthers(dir);
  } catch (error) {
    return err(`The profile folder ${dir} cannot be used: ${describeSystemError(error)}.`);
  }
}

async function closeToOthers(dir: string): Promise<Result<void, string>> {
  const { mode, uid } = await stat(dir);
  if (process.platform === 'win32' || (mode & 0o077) === 0) return ok(undefined);
  const names = await readdir(dir);
  const isProfile = names.length === 0 || MARKS.some((mark) => names.includes(mark));
  const isShared = (mode & STICKY) !== 0 || uid !== process.getuid?.();
  if (isProfile && !isShared) await chmod(dir, 0o700);
  else if ((mode & OTHERS_MAY_WRITE) !== 0) {
    return err(`The profile folder ${dir} can be written to by other users: choose a folder of your own.`);
  }
  return ok(undefined);
}
