import type { C19Version, EntryView } from '../../shared/model.ts';
import { ok, type Result } from '../../shared/result.ts';
import { slices, type Pause } from '../pause.ts';
import { expiresAt, makeEntry } from '../state/entry.ts';
import { MAX_TTL_MS } from '../state/limits.ts';
import { encodeUtf8 } from '../state/utf8.ts';
import type { Xxh64 } from '../state/xxh64.ts';
import { readMembers } from '../sync/body-members.ts';
import { decodeEntry, type DecodedEntries } from '../sync/entry-codec.ts';
import { VersionSum } from './version.ts';

/** A body in which nothing lives for so long makes an agent forget that its version changed (C1.2). */
export const SOON_MS = 5_000;

export type SentEntry = Pick<EntryView, 'key' | 'text' | 'ts' | 'ttl'>;

/** Whether an agent that gets the entry now will surely find it unexpired. */
export const livesOn = (entry: Pick<EntryView, 'ts' | 'ttl'>, now: number): boolean => expiresAt(entry) > now + SOON_MS;

/** What stands for a lifetime without end, which differs by who is to read it. */
const FOR_EVER = { agent: `,"ttl":${MAX_TTL_MS}`, stranger: '' };

/** Who reads a body: an agent, or a program that is not known as one. */
export type Reader = keyof typeof FOR_EVER;

/**
 * A body for an agent; null where it must not be sent one (C1.2). To an entry without a ttl the agent would add its own default, and a ttl that
 * is no integer can make it discard the whole body (C1.5, C1.6): what lives for ever is sent with the longest ttl there is.
 */
export const encodeForAgent = (entries: readonly SentEntry[], now: number): Uint8Array<ArrayBuffer> | null =>
  entries.some((entry) => livesOn(entry, now)) ? encodeUtf8(`{${membersText(entries, 'agent')}}`) : null;

/** The same of any size, in slices (LM2). To programs that are not known as agents, what lives for ever has no ttl. */
export async function encodeInSlices(
  entries: readonly SentEntry[],
  now: number,
  reader: Reader,
  pause: Pause,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!entries.some((entry) => livesOn(entry, now))) return null;
  const pieces: Uint8Array[] = [];
  for (const slice of slices(entries)) {
    if (pieces.length > 0) await pause();
    pieces.push(encodeUtf8(`${pieces.length === 0 ? '{' : ','}${membersText(slice, reader)}`));
  }
  return joined([...pieces, encodeUtf8('}')]);
}

const membersText = (entries: readonly SentEntry[], reader: Reader): string =>
  entries
    .map(({ key, text, ts, ttl }) => {
      const lifetime = ttl === null ? FOR_EVER[reader] : `,"ttl":${ttl}`;
      return `${JSON.stringify(key)}:{"value":${text},"ts":${ts}${lifetime}}`;
    })
    .join(',');

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** What an agent said of its state. */
export interface AgentBody extends DecodedEntries {
  /** The ts of every key that it named, of malformed entries too where they have one. */
  stamps: Map<string, number>;
  /** The C19 version of just that. */
  version: C19Version;
}

export interface DecodeComponents {
  pause: Pause;
  xxh64: Xxh64;
}

/** Reads what came from an agent: `missingTs` is the ts of entries without one; null makes them malformed. */
export async function decodeAgentBody(
  body: Uint8Array,
  missingTs: number | null,
  { pause, xxh64 }: DecodeComponents,
): Promise<Result<AgentBody, string>> {
  const members = await readMembers(body, pause);
  if (!members.ok) return members;
  const entries: EntryView[] = [];
  const malformed: AgentBody['malformed'] = [];
  const stamps = new Map<string, number>();
  const sum = new VersionSum(xxh64);
  let isFirst = true;
  for (const slice of slices(members.value)) {
    if (!isFirst) await pause();
    isFirst = false;
    for (const [key, raw] of slice) {
      const decoded = decodeEntry(key, raw, missingTs);
      if (decoded.ok) entries.push(withoutLongestTtl(decoded.value));
      else malformed.push(decoded.error);
      const ts = decoded.ok ? decoded.value.ts : stampIn(raw);
      if (ts === null) continue;
      stamps.set(key, ts);
      sum.add(key, ts);
    }
  }
  return ok({ entries, malformed, stamps, version: sum.version });
}

/** The longest ttl stands for none, on the way in as on the way out. */
const withoutLongestTtl = (entry: EntryView): EntryView =>
  entry.ttl === MAX_TTL_MS ? makeEntry(entry.key, entry.text, entry.ts, null) : entry;

function stampIn(raw: unknown): number | null {
  const ts = typeof raw === 'object' && raw !== null && 'ts' in raw ? raw.ts : null;
  return Number.isSafeInteger(ts) && (ts as number) >= 0 ? (ts as number) : null;
}
