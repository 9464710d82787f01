import type { z } from 'zod';
import { checkJson, describeProblem, problemAt } from '../../shared/json-check.ts';
import { skipSpace, walkMembers } from '../../shared/json-members.ts';
import { printable } from '../../shared/printable.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { readTextFile } from './read-text.ts';

/** Levels of lists and objects in a field: many more than any setting has. */
const MAX_DEPTH = 32;
const TOO_DEEP = `A value may be nested ${MAX_DEPTH} levels deep.`;

/**
 * The JSON object in a file, null when there is no file. The error is a sentence with file, line and column; `describe` tells the rest of it, which
 * may repeat a word of the file.
 */
export async function readJsonObject(
  path: string,
  describe = describeProblem,
): Promise<Result<Record<string, unknown> | null, string>> {
  const text = await readTextFile(path);
  if (!text.ok) return text;
  return text.value === null ? ok(null) : parseObject(path, text.value, describe);
}

function parseObject(
  path: string,
  text: string,
  describe: typeof describeProblem,
): Result<Record<string, unknown>, string> {
  const problem = checkJson(text);
  if (problem !== null) return err(`${path} is not JSON at ${describe(problem)}`);
  const deepAt = tooDeepAt(text);
  if (deepAt !== null) return err(`${path} cannot be used at ${describe(problemAt(text, deepAt, TOO_DEEP))}`);
  const value: unknown = JSON.parse(text);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? ok(value as Record<string, unknown>) : err(`${path} must hold one JSON object: { ... }.`);
}

/** Where an object is nested too deep: written with indents, its text would grow with the square of the depth. */
function tooDeepAt(text: string): number | null {
  const end = walkMembers(text, skipSpace(text, 0), MAX_DEPTH, () => undefined);
  return end.kind === 'too-deep' ? end.at : null;
}

/** Checks what a file held. The error is a sentence with file and field. */
export function checkFields<T extends z.ZodType>(path: string, schema: T, value: unknown): Result<z.infer<T>, string> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? 'the content' : `"${issue.path.join('.')}"`;
  return err(`${path}: ${field} cannot be used: ${printable(issue?.message ?? 'it is malformed')}.`);
}
