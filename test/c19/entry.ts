/** An entry as a C19 agent holds and sends it. */
export interface C19Entry {
  value: unknown;
  ts: number;
  ttl: number | null;
}

export interface Missing {
  /** For entries without a ts. */
  ts: number;
  /** For entries without a ttl (C1.5). */
  ttl: number | null;
}

export const isLive = ({ ts, ttl }: C19Entry, now: number): boolean => ttl === null || ts + ttl > now;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The entries of a JSON map; null where the agent takes nothing at all: no map, or a single entry that it dislikes (C1.6). That is one whose
 * ts or ttl is no plain integer, or that has no value; null counts as a value. Of the same name twice, the last counts.
 */
export function readEntries(body: Uint8Array, missing: Missing): Map<string, C19Entry> | null {
  const map = parsed(body);
  if (!isMap(map)) return null;
  const entries = new Map<string, C19Entry>();
  for (const [key, fields] of Object.entries(map)) {
    const entry = readEntry(fields, missing);
    if (entry === null) return null;
    entries.set(key, entry);
  }
  return entries;
}

/** Silent in the facts: a ttl of null is no ttl, a ts of null is disliked, further fields are left out. */
function readEntry(fields: unknown, missing: Missing): C19Entry | null {
  if (!isMap(fields) || !Object.hasOwn(fields, 'value')) return null;
  const ts = Object.hasOwn(fields, 'ts') ? fields['ts'] : missing.ts;
  const ttl = Object.hasOwn(fields, 'ttl') ? (fields['ttl'] ?? missing.ttl) : missing.ttl;
  if (!isInteger(ts) || !(ttl === null || isInteger(ttl))) return null;
  return { value: fields['value'], ts, ttl };
}

export function entriesText(entries: Iterable<readonly [string, C19Entry]>): Uint8Array {
  const parts = Array.from(entries, ([key, entry]) => `${JSON.stringify(key)}:${entryText(entry)}`);
  return new TextEncoder().encode(`{${parts.join(',')}}`);
}

export const entryText = ({ value, ts, ttl }: C19Entry): string => JSON.stringify({ value, ts, ttl });

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function parsed(body: Uint8Array): unknown {
  try {
    const text = strictUtf8.decode(body);
    return hasOddStamps(text) ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** `1e3`, `1.0` and `-0` are integers to JavaScript and not to the agent. Only suspicious texts are parsed for it: that takes six times as long. */
function hasOddStamps(text: string): boolean {
  if (!SUSPICIOUS.test(text)) return false;
  const map: unknown = JSON.parse(text, oddStampsAsNaN);
  const isOdd = (fields: unknown): boolean =>
    isMap(fields) && (Number.isNaN(fields['ts']) || Number.isNaN(fields['ttl']));
  return isMap(map) && Object.values(map).some(isOdd);
}

const SUSPICIOUS = /"(?:ts|ttl)"\s*:\s*(?:-|\d+[.eE])/;

function oddStampsAsNaN(this: unknown, name: string, value: unknown, context?: { source?: string }): unknown {
  const isStamp = (name === 'ts' || name === 'ttl') && typeof value === 'number';
  return isStamp && !/^\d+$/.test(context?.source ?? '') ? NaN : value;
}
