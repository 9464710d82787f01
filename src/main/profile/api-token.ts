import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../shared/result.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { readTextFile } from './read-text.ts';
import { describeSystemError } from './system-error.ts';

const TOKEN = /^[A-Za-z0-9._~+/=-]{32,256}$/;

/** The token of the local API (LA4): 32 random bytes as base64url, made once, in a file that only its owner can read. */
export async function loadApiToken(path: string): Promise<Result<string, string>> {
  const text = await readTextFile(path);
  if (!text.ok) return text;
  if (text.value === null) return createApiToken(path);
  const token = text.value.trim();
  if (TOKEN.test(token)) return ok(token);
  return err(`${path} holds no usable token: it needs 32 to 256 letters and digits. Delete it to get a new one.`);
}

async function createApiToken(path: string): Promise<Result<string, string>> {
  const token = randomBytes(32).toString('base64url');
  try {
    await writeFileAtomic(path, `${token}\n`);
    return ok(token);
  } catch (error) {
    return err(`${path} could not be written: ${describeSystemError(error)}.`);
  }
}
