import type { EntryView } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { slices, type Pause } from '../pause.ts';
import { makeEntry } from '../state/entry.ts';
import { canonicalText } from '../state/json-value.ts';
import { checkKey } from '../state/key.ts';
import { tsFault, ttlFault } from '../state/local-write.ts';
import { encodeUtf8, utf8Length } from '../state/utf8.ts';
import { readMembers, TOO_LONG } from './body-members.ts';

/** Largest body that a node sends in one message (PB1, PS5). */
export const MAX_PAGE_BYTES = 4 * 1024 * 1024;

export interface MalformedEntry {
  key: string;
  reason: string;
}

export interface DecodedEntries {
  entries: EntryView[];
  malformed: MalformedEntry[];
}

/**
 * Reads a body of entries as peers send it: `{"key": {"value": ..., "ts": ..., "ttl"?: ...}}` (PS3). The error is a sentence about a body that is
 * malformed as a whole; single malformed entries are listed and the others kept.
 */
export async function decodeEntries(body: Uint8Array, pause: Pause): Promise<Result<DecodedEntries, string>> {
  const members = await readMembers(body, pause);
  if (!members.ok) return members;
  const decoded: DecodedEntries = { entries: [], malformed: [] };
  let isFirst = true;
  for (const slice of slices(members.value)) {
    if (!isFirst) await pause();
    isFirst = false;
    for (const [key, raw] of slice) addDecoded(key, raw, decoded);
  }
  return ok(decoded);
}

function addDecoded(key: string, raw: unknown, decoded: DecodedEntries): void {
  const entry = decodeEntry(key, raw, null);
  if (entry.ok) decoded.entries.push(entry.value);
  else decoded.malformed.push(entry.error);
}

/** `missingTs` is the ts of an entry without one, as a C19 agent may send it; null makes that malformed (PS3). */
export function decodeEntry(name: string, raw: unknown, missingTs: number | null): Result<EntryView, MalformedEntry> {
  const entry = checkedEntry(name, raw, missingTs);
  return entry.ok ? entry : err({ key: shorten(name), reason: entry.error });
}

function checkedEntry(name: string, raw: unknown, missingTs: number | null): Result<EntryView, string> {
  const key = checkKey(name);
  if (!key.ok) return key;
  if (raw === TOO_LONG) return err('the entry is too long');
  if (!isObject(raw)) return err('the entry is not a JSON object');
  if (!Object.hasOwn(raw, 'value')) return err('the entry has no value');
  const ts = Object.hasOwn(raw, 'ts') ? raw['ts'] : missingTs;
  if (ts === null && !Object.hasOwn(raw, 'ts')) return err('the entry has no ts');
  const { ttl = null } = raw;
  const fault = typeof ts === 'number' ? tsFault(ts) : 'ts is not a number';
  if (fault !== null) return err(fault);
  if (ttl !== null && typeof ttl !== 'number') return err('ttl is neither null nor a number');
  const badTtl = ttlFault(ttl);
  if (badTtl !== null) return err(badTtl);
  const text = canonicalText(raw['value']);
  return text.ok ? ok(makeEntry(key.value, text.value, ts as number, ttl)) : text;
}

/** Names in answers and logs are bounded: a malformed key may be long. */
const shorten = (key: string): string => (key.length <= 200 ? key : `${key.slice(0, 200).toWellFormed()}…`);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One entry as a member of the body. Built as text, so that a key such as `__proto__` is a name like any other. */
const memberText = ({ key, text, ts, ttl }: EntryView): string =>
  `${JSON.stringify(key)}:{"value":${text},"ts":${ts},"ttl":${ttl ?? 'null'}}`;

export const encodeEntries = (entries: EntryView[]): Uint8Array<ArrayBuffer> =>
  encodeUtf8(`{${entries.map(memberText).join(',')}}`);

/** Size of an entry on the wire, its comma included. */
export const wireBytes = (entry: EntryView): number =>
  utf8Length(entry.text) + utf8Length(JSON.stringify(entry.key)) + 64;

/** Cuts entries into runs whose bodies stay within {@link MAX_PAGE_BYTES}. */
export function inPages(entries: Iterable<EntryView>): EntryView[][] {
  const pages: EntryView[][] = [];
  let page: EntryView[] = [];
  let bytes = 2;
  for (const entry of entries) {
    const size = wireBytes(entry);
    if (bytes + size > MAX_PAGE_BYTES && page.length > 0) {
      pages.push(page);
      page = [];
      bytes = 2;
    }
    page.push(entry);
    bytes += size;
  }
  if (page.length > 0) pages.push(page);
  return pages;
}
