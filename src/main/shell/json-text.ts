/** Reads the JSON that a person typed. */
import type { JsonValue } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { findJsonFault, type TextPlace } from '../profile/json-syntax.ts';

/** The error is a sentence that names the place by line and column, both counted from 1. */
export function parseJsonText(text: string): Result<JsonValue, string> {
  try {
    return ok(JSON.parse(text) as JsonValue);
  } catch {
    return err(describeFault(text));
  }
}

function describeFault(text: string): string {
  if (text.trim() === '') return 'The value is empty. Type JSON, such as "some text", 42, true or {"name": "value"}.';
  const place = findJsonFault(text);
  return place === null
    ? 'This is not JSON.'
    : `This is not JSON at line ${place.line}, column ${place.column}: ${found(text, place)}.`;
}

function found(text: string, { line, column }: TextPlace): string {
  const rest = text
    .split('\n')
    .slice(line - 1)
    .join('\n')
    .slice(column - 1);
  const [character] = rest;
  if (character === undefined) return 'the text ends too soon';
  return character === '\n' || character === '\r' ? 'the line ends too soon' : `${character} does not fit there`;
}
