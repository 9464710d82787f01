import { membersOf, skipSpace, type JsonMember } from '../../shared/json-members.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { SLICE_ENTRIES, type Pause } from '../pause.ts';
import { decodeUtf8 } from '../state/utf8.ts';

/** Bodies of up to so many characters are parsed in one piece, and so much of larger ones in each slice: about 5 ms (LM2). */
const SLICE_CHARS = 512 * 1024;
/** Longest text of one entry: far more than its value may have, so that spaces and escapes find room. */
const MAX_ENTRY_CHARS = 4 * 1024 * 1024;

const NOT_AN_OBJECT = 'the body is not a JSON object of entries';
/** Stands for an entry with more text than any entry may have: it is malformed by itself. */
export const TOO_LONG = Symbol('too long');

/** The members of a body of entries, not yet looked at; of duplicate names the last counts. The error is a sentence about the whole body. */
export async function readMembers(body: Uint8Array, pause: Pause): Promise<Result<[string, unknown][], string>> {
  const text = decodeUtf8(body);
  if (text === null) return err('the body is not well-formed UTF-8');
  return text.length <= SLICE_CHARS ? inOnePiece(text) : inSlices(text, pause);
}

function inOnePiece(text: string): Result<[string, unknown][], string> {
  const parsed = parseJson(text);
  if (!parsed.ok) return err(`the body is not JSON: ${parsed.error}`);
  const { value } = parsed;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? ok(Object.entries(value)) : err(NOT_AN_OBJECT);
}

async function inSlices(text: string, pause: Pause): Promise<Result<[string, unknown][], string>> {
  const members = membersOf(text, skipSpace(text, 0), Infinity);
  const read = new Map<string, unknown>();
  let sliceAt = 0;
  let inSlice = 0;
  for (;;) {
    const next = members.next();
    if (next.done === true)
      return next.value.kind === 'end' ? whole(text, next.value.at, read) : notJson(next.value.at);
    const { valueEnd } = next.value;
    const fault = readMember(text, next.value, read);
    if (fault !== null) return err(`the body is not JSON: ${fault}`);
    inSlice += 1;
    if (valueEnd - sliceAt < SLICE_CHARS && inSlice < SLICE_ENTRIES) continue;
    await pause();
    sliceAt = valueEnd;
    inSlice = 0;
  }
}

const notJson = (at: number): Result<never, string> =>
  err(`the body is not a JSON object of entries (at character ${at + 1})`);

const whole = (text: string, end: number, read: Map<string, unknown>): Result<[string, unknown][], string> =>
  skipSpace(text, end) === text.length ? ok([...read]) : notJson(end);

/** What is not JSON about it; null when it was read. */
function readMember(
  text: string,
  { nameAt, nameEnd, valueAt, valueEnd }: JsonMember,
  read: Map<string, unknown>,
): string | null {
  const name = parseJson(text.slice(nameAt, nameEnd));
  if (!name.ok) return name.error;
  const value = valueEnd - valueAt > MAX_ENTRY_CHARS ? ok(TOO_LONG) : parseJson(text.slice(valueAt, valueEnd));
  if (!value.ok) return value.error;
  // A member's name is a string: the walk found a quote there.
  read.delete(name.value as string);
  read.set(name.value as string, value.value);
  return null;
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch (error) {
    return err(error instanceof Error ? error.message.slice(0, 200) : 'unreadable');
  }
}
