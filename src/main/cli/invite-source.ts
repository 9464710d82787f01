import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { err, ok, type Result } from '../../shared/result.ts';
import type { GroupChoice } from '../group-choice.ts';
import { describeSystemError } from '../profile/system-error.ts';
import type { GroupRequest } from './options.ts';

/** Far more than a code with line ends and spaces around it. */
const MAX_BYTES = 4_096;

/** The choice with its invite code read from where it is: the command line, standard input (`-`) or a file. */
export async function readChoice(
  request: GroupRequest,
  input: Readable = process.stdin,
): Promise<Result<GroupChoice, string>> {
  if (request.kind === 'join-input') return joining(await firstText(input));
  if (request.kind !== 'join-file') return ok(request);
  try {
    return joining(await startOf(request.path));
  } catch (error) {
    return err(`The invite code could not be read from ${request.path}: ${describeSystemError(error)}.`);
  }
}

const joining = (code: string): Result<GroupChoice, string> => ok({ kind: 'join', code: code.trim() });

async function startOf(path: string): Promise<string> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

async function firstText(input: Readable): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length >= MAX_BYTES || text.trimStart().includes('\n')) break;
  }
  return text;
}
