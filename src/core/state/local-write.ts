import type { EntryView, Key } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { LocalWrite, WriteError } from '../node-api.ts';
import { compareRank, expiresAt, makeEntry } from './entry.ts';
import { canonicalText } from './json-value.ts';
import { checkKey } from './key.ts';
import { MAX_FUTURE_MS, MAX_TS, MAX_TTL_MS } from './limits.ts';
import type { WriteView } from './pending.ts';

export interface WriteContext {
  /** The state as the writer finds it: what is on its way to the disk included. */
  state: WriteView;
  now: number;
  /** ttl of writes that name none (ST11). */
  defaultTtlMs: number | null;
}

/**
 * Turns an application's writes into the entries to commit (ST3, ST4, LA1): all of them or the first error. Of several writes to one key the
 * last counts. Deleting what is not there changes nothing and yields no entry.
 */
export function prepareWrites(writes: LocalWrite[], context: WriteContext): Result<EntryView[], WriteError> {
  const entries = new Map<Key, EntryView>();
  for (const write of writes) {
    const prepared = prepareOne(write, context);
    if (!prepared.ok) return prepared;
    if (prepared.value !== null) entries.set(prepared.value.key, prepared.value);
  }
  const list = [...entries.values()];
  const tooMuch = context.state.firstWithoutRoom(list);
  if (tooMuch === null) return ok(list);
  return err({ kind: 'full', key: tooMuch.key, reason: 'this machine holds as much as its limits allow' });
}

function prepareOne(write: LocalWrite, context: WriteContext): Result<EntryView | null, WriteError> {
  const key = checkKey(write.key);
  if (!key.ok) return malformed(write, key.error);
  const text = canonicalText(write.value);
  if (!text.ok) return malformed(write, text.error);
  const fault = ttlFault(write.ttl) ?? tsFault(write.ts);
  if (fault !== null) return malformed(write, fault);
  const current = context.state.get(key.value);
  const changed = expectationError(write, current);
  if (changed !== null) return err(changed);
  if (text.value === 'null' && write.ts === undefined && (current === null || current.deleted)) return ok(null);
  const ts = write.ts ?? Math.max(context.now, context.state.highestTs(key.value) + 1);
  const entry = makeEntry(key.value, text.value, ts, write.ttl === undefined ? context.defaultTtlMs : write.ttl);
  const refused = stampError(write, entry, current, context);
  return refused === null ? ok(entry) : err(refused);
}

const malformed = (write: LocalWrite, reason: string): { ok: false; error: WriteError } =>
  err({ kind: 'malformed', key: write.key, reason });

export function ttlFault(ttl: number | null | undefined): string | null {
  if (ttl === null || ttl === undefined) return null;
  if (Number.isInteger(ttl) && ttl >= 1 && ttl <= MAX_TTL_MS) return null;
  return `ttl must be null or an integer from 1 to ${MAX_TTL_MS} (ms)`;
}

export function tsFault(ts: number | undefined): string | null {
  if (ts === undefined || (Number.isInteger(ts) && ts >= 0 && ts <= MAX_TS)) return null;
  return `ts must be an integer from 0 to ${MAX_TS} (ms since 1970)`;
}

function expectationError(write: LocalWrite, current: EntryView | null): WriteError | null {
  const { key, expect } = write;
  if (expect === undefined) return null;
  if (expect === 'absent') {
    if (current === null || current.deleted) return null;
    return { kind: 'precondition', key, current, reason: 'the key exists already' };
  }
  if (current !== null && current.ts === expect.ts && current.hash === expect.hash) return null;
  const reason =
    current === null || current.deleted ? 'the key was deleted meanwhile' : 'the key was changed meanwhile';
  return { kind: 'precondition', key, current, reason };
}

function stampError(
  write: LocalWrite,
  entry: EntryView,
  current: EntryView | null,
  { state, now }: WriteContext,
): WriteError | null {
  const { key } = write;
  if (entry.ts > now + MAX_FUTURE_MS) {
    return { kind: 'future', key, reason: 'ts lies more than 60 s in the future' };
  }
  if (write.ts === undefined) return null;
  if (expiresAt(entry) <= now) return { kind: 'expired', key, reason: 'ts and ttl say that the entry has expired' };
  const loses = current !== null ? compareRank(entry, current) <= 0 : entry.ts <= state.highestTs(entry.key);
  return loses ? { kind: 'conflict', key, current, reason: 'a newer entry is held for the key' } : null;
}
