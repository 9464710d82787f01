/** A member of an object in a text: where its name and its value stand, from 0 in UTF-16 units, ends excluded. */
export interface JsonMember {
  nameAt: number;
  nameEnd: number;
  valueAt: number;
  valueEnd: number;
}

/** Where a walk ended: behind the object, at what has not the form of one, or at the bracket that was one too deep. */
export interface WalkEnd {
  kind: 'end' | 'malformed' | 'too-deep';
  at: number;
}

/** Visits the {@link membersOf} the object in one piece. */
export function walkMembers(
  text: string,
  objectAt: number,
  maxDepth: number,
  visit: (member: JsonMember) => void,
): WalkEnd {
  const members = membersOf(text, objectAt, maxDepth);
  for (;;) {
    const next = members.next();
    if (next.done === true) return next.value;
    visit(next.value);
  }
}

/**
 * The members of the object at `objectAt`, duplicates included, without parsing anything: names and values are only told apart. When
 * each of them is JSON, and the walk comes to its end, so is the object. Walks without recursion, in one pass.
 */
export function* membersOf(text: string, objectAt: number, maxDepth: number): Generator<JsonMember, WalkEnd> {
  const malformed = (at: number): WalkEnd => ({ kind: 'malformed', at });
  if (text.charAt(objectAt) !== '{') return malformed(objectAt);
  let at = skipSpace(text, objectAt + 1);
  if (text.charAt(at) === '}') return { kind: 'end', at: at + 1 };
  for (;;) {
    if (text.charAt(at) !== '"') return malformed(at);
    const nameEnd = skipString(text, at);
    const colonAt = skipSpace(text, nameEnd);
    if (text.charAt(colonAt) !== ':') return malformed(colonAt);
    const valueAt = skipSpace(text, colonAt + 1);
    const value = skipValue(text, valueAt, maxDepth);
    if (value.isTooDeep) return { kind: 'too-deep', at: value.at };
    yield { nameAt: at, nameEnd, valueAt, valueEnd: value.at };
    const next = skipSpace(text, value.at);
    if (text.charAt(next) === '}') return { kind: 'end', at: next + 1 };
    if (text.charAt(next) !== ',') return malformed(next);
    at = skipSpace(text, next + 1);
  }
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /[^ \t\n\r,}\]]*/y;
const BRACKET_OR_QUOTE = /[{}[\]"]/g;

export const skipSpace = (text: string, at: number): number => skip(SPACE, text, at);

/** For a pattern that always matches, if only nothing. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

interface Skipped {
  at: number;
  isTooDeep: boolean;
}

function skipValue(text: string, at: number, maxDepth: number): Skipped {
  const first = text.charAt(at);
  if (first === '{' || first === '[') return skipNested(text, at, maxDepth);
  return { at: first === '"' ? skipString(text, at) : skip(SCALAR, text, at), isTooDeep: false };
}

function skipNested(text: string, start: number, maxDepth: number): Skipped {
  let depth = 0;
  let at = start;
  do {
    BRACKET_OR_QUOTE.lastIndex = at;
    if (!BRACKET_OR_QUOTE.test(text)) return { at: text.length, isTooDeep: false };
    at = BRACKET_OR_QUOTE.lastIndex;
    const sign = text.charAt(at - 1);
    if (sign === '"') at = skipString(text, at - 1);
    else depth += sign === '{' || sign === '[' ? 1 : -1;
    if (depth > maxDepth) return { at: at - 1, isTooDeep: true };
  } while (depth > 0);
  return { at, isTooDeep: false };
}

/** The index behind the closing quote: the first one with an even number of backslashes before it. */
function skipString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charAt(end - 1 - backslashes) === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end + 1;
  }
  return text.length;
}
