import { readFile } from 'node:fs/promises';
import { request } from 'undici';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import { readHolder } from '../profile/holder.ts';
import type { ProfileFiles } from '../profile/paths.ts';
import { describeSystemError } from '../profile/system-error.ts';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER = 64 * 1024;

const refusalSchema = z.object({ error: z.string() });

export interface ApiRequest {
  method: 'GET' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
}

/** Asks the node that runs on a profile by its local API. The error is a plain sentence. */
export async function askRunning(
  files: ProfileFiles,
  { method, path, body }: ApiRequest,
): Promise<Result<unknown, string>> {
  const port = readHolder(files.holder)?.apiPort ?? null;
  if (port === null) return err('The Grapevine that runs on this profile has no local API that could be asked.');
  try {
    const token = (await readFile(files.apiToken, 'utf8')).trim();
    const answer = await request(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
    const text = (await answer.body.text()).slice(0, MAX_ANSWER);
    const said: unknown = text === '' ? null : JSON.parse(text);
    return answer.statusCode < 300 ? ok(said) : err(reasonIn(said));
  } catch (error) {
    return err(`The Grapevine that runs on this profile could not be asked: ${describeSystemError(error)}.`);
  }
}

function reasonIn(said: unknown): string {
  const refusal = refusalSchema.safeParse(said);
  return refusal.success ? refusal.data.error : 'The Grapevine that runs on this profile refused that.';
}
