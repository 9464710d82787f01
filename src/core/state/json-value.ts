import canonicalize from 'canonicalize';
import { err, ok, type Result } from '../../shared/result.ts';
import { MAX_VALUE_BYTES, MAX_VALUE_DEPTH } from './limits.ts';
import { utf8Length } from './utf8.ts';

/** Checks a value (ST2) and gives its canonical text (RFC 8785). The error is a sentence that fits behind the key's name. */
export function canonicalText(value: unknown): Result<string, string> {
  const fault = findFault(value);
  if (fault !== null) return err(fault);
  const text = canonicalize(value);
  if (text === undefined) return err('the value is not JSON');
  const bytes = utf8Length(text);
  if (bytes > MAX_VALUE_BYTES) return err(`the value has ${bytes} bytes, at most ${MAX_VALUE_BYTES} are allowed`);
  return ok(text);
}

/** Walks without recursion, so that hostile nesting cannot exhaust the stack. */
function findFault(root: unknown): string | null {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) {
      const fault = scalarFault(value);
      if (fault !== null) return fault;
      continue;
    }
    if (depth >= MAX_VALUE_DEPTH) return `the value is nested deeper than ${MAX_VALUE_DEPTH} levels`;
    if (!Array.isArray(value) && Object.keys(value).some((name) => !name.isWellFormed())) return LONE_SURROGATE;
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
  return null;
}

const LONE_SURROGATE = 'the value holds a lone surrogate';

function scalarFault(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? null : LONE_SURROGATE;
    case 'number':
      return numberFault(value);
    case 'boolean':
      return null;
    default:
      return value === null ? null : 'the value is not JSON';
  }
}

function numberFault(value: number): string | null {
  if (!Number.isFinite(value)) return 'the value holds a number too large for JSON';
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return `the value holds the integer ${value}, which is beyond 2^53 - 1: write it as a string`;
  }
  return null;
}
