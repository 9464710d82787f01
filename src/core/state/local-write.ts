import type { Digest, EntryView, Key } from '../../shared/model.ts';
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
  /** What the others' clocks are ahead of ours, when ours is wrong (PD5). */
  correctionMs: number;
  /** ttl of writes that name none (ST11). */
  defaultTtlMs: number | null;
}

/**
 * Turns an application's writes into the entries to commit (ST3, ST4, LA1): all of them or the first error. Of several writes to one key the
 * last counts. Deleting what is not there changes nothing and yields no entry.
 */
export function prepareWrites(writes: LocalWrite[], context: WriteContext): Result<EntryView[], WriteError> {
  const prepared = new LocalWrites(context);
  const fault = prepared.add(writes);
  return fault === null ? prepared.finish() : err(fault);
}

/** A write that was checked, and the entry it makes; null when there is nothing to do. */
interface Prepared {
  write: LocalWrite;
  entry: EntryView;
  isIdle: boolean;
}

/**
 * Writes that are prepared in slices, between which the state may change (LM2): in the end only those are checked again whose keys changed
 * meanwhile.
 */
export class LocalWrites {
  readonly #context: WriteContext;
  readonly #writes = new Map<Key, Prepared>();
  readonly #since: Digest;

  constructor(context: WriteContext) {
    this.#context = context;
    this.#since = context.state.digest;
  }

  /** Checks and hashes some writes; the first error. */
  add(writes: LocalWrite[]): WriteError | null {
    for (const write of writes) {
      const prepared = prepareOne(write, this.#context);
      if (!prepared.ok) return prepared.error;
      this.#writes.set(prepared.value.entry.key, prepared.value);
    }
    return null;
  }

  /** What is to be committed now. */
  finish(): Result<EntryView[], WriteError> {
    const { state } = this.#context;
    for (const key of state.changedSince(this.#since) ?? this.#writes.keys()) {
      const before = this.#writes.get(key);
      const again = before === undefined ? null : prepareOne(before.write, this.#context);
      if (again === null) continue;
      if (!again.ok) return again;
      this.#writes.set(key, again.value);
    }
    const entries: EntryView[] = [];
    for (const { entry, isIdle } of this.#writes.values()) if (!isIdle) entries.push(entry);
    const tooMuch = state.firstWithoutRoom(entries);
    return tooMuch === null ? ok(entries) : err(noRoomFor(tooMuch));
  }
}

export const noRoomFor = ({ key }: EntryView): WriteError => ({
  kind: 'full',
  key,
  reason: 'this machine holds as much as its limits allow',
});

function prepareOne(write: LocalWrite, context: WriteContext): Result<Prepared, WriteError> {
  const key = checkKey(write.key);
  if (!key.ok) return malformed(write, key.error);
  const text = canonicalText(write.value);
  if (!text.ok) return malformed(write, text.error);
  const fault = ttlFault(write.ttl) ?? tsFault(write.ts);
  if (fault !== null) return malformed(write, fault);
  const ttl = write.ttl === undefined ? context.defaultTtlMs : write.ttl;
  const ts = write.ts ?? stampFor(key.value, ttl, context);
  const entry = makeEntry(key.value, text.value, ts, ttl);
  const held = context.state.get(key.value);
  const refused = expectationError(write, held) ?? stampError(write, entry, held, context);
  return refused === null ? ok({ write, entry, isIdle: isIdle(write, entry, held) }) : err(refused);
}

/** Deleting what is not held. */
const isIdle = (write: LocalWrite, entry: EntryView, current: EntryView | null): boolean =>
  entry.deleted && write.ts === undefined && (current === null || current.deleted);

/**
 * A stamp that wins over what is held (ST4). What is held from a future that nobody else accepts (ST7), because this clock was set back,
 * does not count: the write takes its place, and is not refused elsewhere. A wrong clock is corrected (PD5), but for what would have expired
 * here at once then.
 */
function stampFor(key: Key, ttl: number | null, { state, now, correctionMs }: WriteContext): number {
  const corrected = Math.max(0, now + correctionMs);
  const time = ttl !== null && corrected + ttl <= now ? now : corrected;
  return Math.max(time, state.highestTs(key, time + MAX_FUTURE_MS) + 1);
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
  if (write.ts === undefined) return null;
  if (entry.ts > now + MAX_FUTURE_MS) {
    return { kind: 'future', key, reason: 'ts lies more than 60 s in the future' };
  }
  if (expiresAt(entry) <= now) return { kind: 'expired', key, reason: 'ts and ttl say that the entry has expired' };
  const loses = current !== null ? compareRank(entry, current) <= 0 : entry.ts <= state.highestTs(entry.key, Infinity);
  return loses ? { kind: 'conflict', key, current, reason: 'a newer entry is held for the key' } : null;
}
