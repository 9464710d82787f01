/** Bodies of writes to the local API (LA1, LA2). Values, ttl and ts are checked by the node. */
import type { LocalWrite } from '../../core/node-api.ts';
import { decodeUtf8 } from '../../core/state/utf8.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { checkJson } from '../../shared/json-check.ts';

/** `key` is null when the body is malformed as a whole. */
export interface BodyError {
  key: string | null;
  reason: string;
}

const FIELDS = ['value', 'ttl', 'ts'];

/** In longer bodies the fault is not looked for: that would hold up everything else (LM2). */
const MAX_LOCATED_CHARS = 64 * 1024;

type JsonObject = Record<string, unknown>;

/** `{"key": {"value": ..., "ttl"?: ..., "ts"?: ...}}`; of duplicate names the last counts. */
export function decodeWrites(body: Uint8Array): Result<LocalWrite[], BodyError> {
  const parsed = parseObject(body, '{"key": {"value": ...}}');
  if (!parsed.ok) return parsed;
  const writes: LocalWrite[] = [];
  for (const [key, entry] of Object.entries(parsed.value)) {
    const write = decodeEntry(key, entry);
    if (!write.ok) return write;
    writes.push(write.value);
  }
  return ok(writes);
}

/** `{"value": ..., "ttl"?: ..., "ts"?: ...}` for a key named by the path. */
export function decodeWrite(key: string, body: Uint8Array): Result<LocalWrite, BodyError> {
  const parsed = parseObject(body, '{"value": ...}');
  return parsed.ok ? decodeEntry(key, parsed.value) : parsed;
}

function parseObject(body: Uint8Array, wanted: string): Result<JsonObject, BodyError> {
  const text = decodeUtf8(body);
  if (text === null) return err({ key: null, reason: 'the body is not UTF-8 text' });
  const value = parseJson(text);
  if (!value.ok) return value;
  if (isObject(value.value)) return ok(value.value);
  return err({ key: null, reason: `the body must be a JSON object: ${wanted}` });
}

function parseJson(text: string): Result<unknown, BodyError> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    const problem = text.length > MAX_LOCATED_CHARS ? null : checkJson(text);
    const where = problem === null ? '' : ` at line ${problem.line}, column ${problem.column}`;
    return err({ key: null, reason: `the body is not JSON${where}` });
  }
}

function decodeEntry(key: string, entry: unknown): Result<LocalWrite, BodyError> {
  const refuse = (reason: string): { ok: false; error: BodyError } => err({ key, reason });
  if (!isObject(entry)) return refuse('the entry must be a JSON object: {"value": ...}');
  const unknown = Object.keys(entry).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined)
    return refuse(`the entry has a field "${unknown.slice(0, 100).toWellFormed()}"; only value, ttl and ts are known`);
  if (!Object.hasOwn(entry, 'value')) return refuse('the entry has no value');
  const { value, ttl, ts } = entry;
  if (!isOptionalNumber(ts)) return refuse('ts must be a number');
  if (ttl !== null && !isOptionalNumber(ttl)) return refuse('ttl must be null or a number');
  return ok({ key, value, ttl, ts });
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOptionalNumber = (value: unknown): value is number | undefined =>
  value === undefined || typeof value === 'number';
