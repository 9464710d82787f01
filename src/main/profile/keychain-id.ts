import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../shared/result.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { readTextFile } from './read-text.ts';
import { describeSystemError } from './system-error.ts';

const ID = /^[0-9a-f]{8}$/;

/**
 * By what the profile's entry in the system's keychain is told from those of other profiles (GR6): 8 hex digits, made once.
 * It is in the profile, so that a folder that was moved still finds its entry.
 */
export async function loadKeychainId(path: string): Promise<Result<string, string>> {
  const text = await readTextFile(path);
  if (!text.ok) return text;
  if (text.value === null) return createKeychainId(path);
  const id = text.value.trim();
  return ID.test(id) ? ok(id) : err(`${path} must hold 8 hex digits in lower case, as it did before.`);
}

async function createKeychainId(path: string): Promise<Result<string, string>> {
  const id = randomBytes(4).toString('hex');
  try {
    await writeFileAtomic(path, `${id}\n`);
    return ok(id);
  } catch (error) {
    return err(`${path} could not be written: ${describeSystemError(error)}.`);
  }
}
