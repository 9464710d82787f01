import { readFile } from 'node:fs/promises';
import { decodeUtf8 } from '../../core/state/utf8.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { describeSystemError, systemErrorCode } from './system-error.ts';

/** The text of a file, null when there is none. The error is a sentence that names the file. */
export async function readTextFile(path: string): Promise<Result<string | null, string>> {
  try {
    const text = decodeUtf8(await readFile(path));
    return text === null ? err(`${path} is not UTF-8 text.`) : ok(text);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return ok(null);
    return err(`${path} could not be read: ${describeSystemError(error)}.`);
  }
}
