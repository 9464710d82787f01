/** A file of entries in C19's seed format (ST11): `{"key": {"value": <JSON>, "ts"?: <int>, "ttl"?: <int or null>}, ...}`. */
import { checkJson, problemAt, type JsonProblem } from '../../shared/json-check.ts';
import { skipSpace, walkMembers, type JsonMember } from '../../shared/json-members.ts';
import type { EntryView } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FileEntry } from '../node-api.ts';
import { canonicalText } from './json-value.ts';
import { checkKey } from './key.ts';
import { MAX_VALUE_DEPTH } from './limits.ts';
import { tsFault, ttlFault } from './local-write.ts';

/** Most entries that a file may hold. */
export const MAX_FILE_ENTRIES = 1_000_000;
/** Longest text of one entry: far more than its value may have, so that spaces and escapes find room. */
const MAX_ENTRY_CHARS = 8 * 1024 * 1024;

const FIELDS = ['value', 'ts', 'ttl'];
const BYTE_ORDER_MARK = '\uFEFF';
/** Names in sentences are bounded: a malformed key may be long. */
const SHOWN_CHARS = 80;

type JsonObject = Record<string, unknown>;

/** What is wrong with an entry: a clause, and the field that it speaks of; null speaks of the whole. */
interface Fault {
  field: string | null;
  reason: string;
}

/**
 * Reads and checks the whole text, in key order by UTF-16 units. Of duplicate names the last counts. The first fault is the answer, at the
 * place of the member it concerns; a byte order mark is no part of the first line. Entries are parsed one by one, or a hostile file could
 * take all memory. Holds its thread: half a second for 100,000 entries (LM2).
 */
export function readEntriesFile(given: string, maxEntries = MAX_FILE_ENTRIES): Result<FileEntry[], JsonProblem> {
  const text = given.startsWith(BYTE_ORDER_MARK) ? given.slice(1) : given;
  const rootAt = skipSpace(text, 0);
  if (text.charAt(rootAt) !== '{') return err(rootProblem(text, rootAt));
  const reading = new Reading(text, maxEntries);
  const end = walkMembers(text, rootAt, MAX_VALUE_DEPTH + 1, (member) => reading.add(member));
  if (end.kind === 'too-deep')
    return err(problemAt(text, end.at, `A value may be nested ${MAX_VALUE_DEPTH} levels deep.`));
  const isWhole = end.kind === 'end' && skipSpace(text, end.at) === text.length;
  if (!isWhole || reading.isMalformed) return err(syntaxProblem(text));
  return reading.result();
}

/** An entry as a line of such a file, without the comma. Built as text, so that a key such as `__proto__` is a name like any other. */
export const entryLine = ({ key, text, ts, ttl }: Pick<EntryView, 'key' | 'text' | 'ts' | 'ttl'>): string =>
  `${JSON.stringify(key)}: {"value": ${text}, "ts": ${ts}, "ttl": ${ttl ?? 'null'}}`;

class Reading {
  readonly #text: string;
  readonly #maxEntries: number;
  /** The last of each name. Where a fault lies is looked up only for the one that is told. */
  readonly #read = new Map<string, { member: JsonMember; entry: Result<FileEntry, Fault> }>();
  #tooManyAt: number | null = null;
  /** Something was met that is not JSON. */
  isMalformed = false;

  constructor(text: string, maxEntries: number) {
    this.#text = text;
    this.#maxEntries = maxEntries;
  }

  add(member: JsonMember): void {
    if (this.isMalformed || this.#tooManyAt !== null) return;
    const name = parse(this.#text.slice(member.nameAt, member.nameEnd));
    const entry = typeof name === 'string' ? this.#entryOf(name, member) : null;
    if (typeof name !== 'string' || entry === null) this.isMalformed = true;
    else this.#read.set(name, { member, entry });
    if (this.#read.size > this.#maxEntries) this.#tooManyAt = member.nameAt;
  }

  result(): Result<FileEntry[], JsonProblem> {
    if (this.#tooManyAt !== null) {
      const message = `The file holds more than ${this.#maxEntries} entries: split it.`;
      return err(problemAt(this.#text, this.#tooManyAt, message));
    }
    const entries: FileEntry[] = [];
    for (const [name, { member, entry }] of this.#read) {
      if (!entry.ok) return err(this.#locate(name, member, entry.error));
      entries.push(entry.value);
    }
    return ok(entries.sort((a, b) => (a.key < b.key ? -1 : 1)));
  }

  /** Null when the text is not JSON. */
  #entryOf(name: string, { valueAt, valueEnd }: JsonMember): Result<FileEntry, Fault> | null {
    if (valueEnd - valueAt > MAX_ENTRY_CHARS) return fault(null, `it has more than ${MAX_ENTRY_CHARS} characters`);
    const content = parse(this.#text.slice(valueAt, valueEnd));
    return content === undefined ? null : readEntry(name, content);
  }

  #locate(name: string, { nameAt, valueAt }: JsonMember, { field, reason }: Fault): JsonProblem {
    const at = field === null ? nameAt : lastPlaceOf(field, this.#text, valueAt);
    return problemAt(this.#text, at, `The entry ${quoted(name)} cannot be used: ${reason}.`);
  }
}

/** Undefined when the text is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function rootProblem(text: string, rootAt: number): JsonProblem {
  // A list is not looked into: it may be nested without bounds.
  const problem = text.charAt(rootAt) === '[' ? null : checkJson(text);
  return problem ?? problemAt(text, rootAt, 'The file must hold one JSON object: {"key": {"value": ...}, ...}.');
}

function syntaxProblem(text: string): JsonProblem {
  const problem = checkJson(text);
  if (problem === null) throw new Error('a text that could not be read is JSON all the same');
  return problem;
}

function readEntry(name: string, content: unknown): Result<FileEntry, Fault> {
  const key = checkKey(name);
  if (!key.ok) return fault(null, key.error);
  if (!isObject(content)) return fault(null, 'the entry must be a JSON object: {"value": ...}');
  const unknown = Object.keys(content).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) {
    return fault(unknown, `${quoted(unknown)} is no field of an entry: only value, ts and ttl are`);
  }
  if (!Object.hasOwn(content, 'value')) return fault(null, 'the entry has no value');
  const text = canonicalText(content['value']);
  if (!text.ok) return fault('value', text.error);
  const ts = readTs(content['ts']);
  if (!ts.ok) return fault('ts', ts.error);
  const ttl = readTtl(content['ttl']);
  if (!ttl.ok) return fault('ttl', ttl.error);
  return ok({ key: key.value, text: text.value, ttl: ttl.value, ts: ts.value });
}

const fault = (field: string | null, reason: string): { ok: false; error: Fault } => err({ field, reason });

function readTs(given: unknown): Result<number | undefined, string> {
  const ts = given === undefined || typeof given === 'number' ? given : NaN;
  const wrong = tsFault(ts);
  return wrong === null ? ok(ts) : err(wrong);
}

function readTtl(given: unknown): Result<number | null | undefined, string> {
  const ttl = given === undefined || given === null || typeof given === 'number' ? given : NaN;
  const wrong = ttlFault(ttl);
  return wrong === null ? ok(ttl) : err(wrong);
}

/** Of duplicate names the last is meant. */
function lastPlaceOf(field: string, text: string, objectAt: number): number {
  let place = objectAt;
  walkMembers(text, objectAt, Infinity, ({ nameAt, nameEnd }) => {
    if (JSON.parse(text.slice(nameAt, nameEnd)) === field) place = nameAt;
  });
  return place;
}

const quoted = (name: string): string =>
  JSON.stringify(name.length <= SHOWN_CHARS ? name : `${name.slice(0, SHOWN_CHARS).toWellFormed()}…`);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
