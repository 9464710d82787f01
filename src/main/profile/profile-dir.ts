import { chmod, lstat, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { err, ok, type Result } from '../../shared/result.ts';
import { profileFiles } from './paths.ts';
import { describeSystemError } from './system-error.ts';

/** Files by which a folder is known to be a profile. */
const MARKS = ['identity.json', 'settings.json', 'lock'];
/** How names of our files begin: logs and databases have others beside them, and some are set aside. */
const OURS = [...Object.values(profileFiles('')).map((path) => basename(path)), 'state.', 'set-aside-'];
const OPEN_TO_OTHERS = 0o077;
const OTHERS_MAY_WRITE = 0o022;
const STICKY = 0o1000;

/**
 * Makes the profile's folder, open to its owner only. A folder that is there is closed to others too if it is empty or a
 * profile; one with other things in it keeps its mode, and is refused if others may write to it. Our files in it are closed to others, were
 * they left open by whoever copied them or put them there.
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
  if (process.platform === 'win32') return ok(undefined);
  const { mode, uid } = await stat(dir);
  const names = await readdir(dir);
  if ((mode & OPEN_TO_OTHERS) !== 0) {
    const isProfile = names.length === 0 || MARKS.some((mark) => names.includes(mark));
    const isShared = (mode & STICKY) !== 0 || uid !== process.getuid?.();
    if (isProfile && !isShared) await chmod(dir, 0o700);
    else if ((mode & OTHERS_MAY_WRITE) !== 0) {
      return err(`The profile folder ${dir} can be written to by other users: choose a folder of your own.`);
    }
  }
  await closeFiles(dir, names);
  return ok(undefined);
}

/** By their paths: opening and closing the lock would let go of it. */
async function closeFiles(dir: string, names: string[]): Promise<void> {
  for (const name of names.filter((each) => OURS.some((ours) => each.startsWith(ours)))) {
    const path = join(dir, name);
    const found = await lstat(path).catch(() => null);
    const isOpen = found?.isFile() === true && found.uid === process.getuid?.() && (found.mode & OPEN_TO_OTHERS) !== 0;
    if (isOpen) await chmod(path, 0o600);
  }
}
