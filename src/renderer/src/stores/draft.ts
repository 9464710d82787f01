import type { Result } from '../../../shared/result.ts';
import { err, ok } from '../../../shared/result.ts';
import { parseDuration } from '../format/duration.ts';
import { checkJson } from '../../../shared/json-check.ts';
import { compactJson } from '../format/json-text.ts';
import { keyProblem } from '../format/key.ts';

/** What stands in the editor, as typed. */
export interface Draft {
  key: string;
  text: string;
  ttl: string;
}

/** What is wrong with the draft; each lies beside its field, `form` below all. */
export type Problems = Partial<Record<keyof Draft | 'form', string>>;

/** A draft that can be sent. */
export interface CheckedDraft {
  key: string;
  /** JSON without white space, since the layout for reading could break the size limit. */
  text: string;
  ttl: number | null;
}

/** The most that the border takes (ipc.ts), and well above what an entry may have (ST2). */
const MAX_TEXT = 512 * 1024;

/** Where and what, for a text that is not JSON; null for JSON. */
export function jsonProblem(text: string): string | null {
  const problem = checkJson(text);
  return problem && `Line ${problem.line}, column ${problem.column}: ${problem.message}`;
}

function textProblem(text: string): string | null {
  if (text.trim() === '') return 'An entry needs a value: any JSON, such as "text", 42 or {"free": true}.';
  const problem = jsonProblem(text);
  if (problem !== null) return problem;
  if (text.trim() === 'null') return 'null means deleted here. Write another value, or delete the entry.';
  return null;
}

/** Checks all fields, so that every problem is shown at once. */
export function checkDraft(draft: Draft): Result<CheckedDraft, Problems> {
  const problems: Problems = {};
  const key = keyProblem(draft.key);
  const text = textProblem(draft.text);
  const ttl = parseDuration(draft.ttl);
  if (key !== null) problems.key = key;
  if (text !== null) problems.text = text;
  if (!ttl.ok) problems.ttl = ttl.error;
  if (key !== null || text !== null || !ttl.ok) return err(problems);
  const compact = compactJson(draft.text);
  if (compact.length > MAX_TEXT) return err({ text: 'This value is too large: an entry has at most 256 KiB.' });
  return ok({ key: draft.key, text: compact, ttl: ttl.value });
}

/** True for a text that is no JSON and does not look as if it should be: it may be meant as a plain text. */
export function couldBeText(text: string): boolean {
  return /^\s*[^\s{["]/.test(text) && checkJson(text) !== null;
}

export function asJsonText(text: string): string {
  return JSON.stringify(text);
}
