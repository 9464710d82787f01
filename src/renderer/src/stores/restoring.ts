import type { GrapevineBridge, RequestOf } from '../../../shared/ipc.ts';
import type { EntryView, Key } from '../../../shared/model.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { isErased } from '../format/erased.ts';
import { visibleKey } from '../format/key.ts';
import { liveOf } from '../format/live-entry.ts';
import { ask } from './ask.ts';
import { outcomeOf } from './outcome.ts';
import type { Timers } from './timers.ts';
import type { Toasts } from './toasts.ts';

export interface RestoringParts {
  bridge: Pick<GrapevineBridge, 'getEntry' | 'restoreValue'>;
  timers: Timers;
  toasts: Toasts;
}

export interface Restoring {
  /**
   * Writes what a key held once: its value with a new lifetime, or with null or a tombstone that it had none. Over what is held when the
   * user says so, never over what comes in between; offers to undo it. True when the key then holds it.
   */
  restore(key: Key, once: EntryView | null, done?: string): Promise<boolean>;
}

/** A value as it is written; null text deletes. */
type Wanted = Pick<RequestOf<'restoreValue'>, 'text' | 'ttl'>;
type Expectation = NonNullable<RequestOf<'restoreValue'>['expect']>;

const NO_VALUE: Wanted = { text: null, ttl: null };

const wantedOf = (entry: EntryView | null): Wanted =>
  entry === null || entry.deleted ? NO_VALUE : { text: entry.text, ttl: entry.ttl };

const expectOf = (held: EntryView | null): Expectation => (held === null ? 'absent' : { ts: held.ts, hash: held.hash });

/** Whether two sides of a history hold the same: the same value with the same lifetime, or both none. */
export function holdsSame(one: EntryView | null, other: EntryView | null): boolean {
  const [a, b] = [wantedOf(one), wantedOf(other)];
  return a.text === b.text && a.ttl === b.ttl;
}

export function createRestoring(parts: RestoringParts): Restoring {
  const busy = new Set<Key>();
  return {
    async restore(key, once, done = wantedOf(once).text === null ? 'Removed' : 'Restored') {
      if (busy.has(key)) return false;
      busy.add(key);
      const problem = await restoreOnce(parts, key, once, done);
      busy.delete(key);
      if (problem !== null) parts.toasts.error(`Not ${done.toLowerCase()}. ${problem}`, visibleKey(key));
      return problem === null;
    },
  };
}

/** Null when it is done; else why not. */
async function restoreOnce(
  parts: RestoringParts,
  key: Key,
  once: EntryView | null,
  done: string,
): Promise<string | null> {
  if (once !== null && isErased(once)) return "This value was erased from this machine's history.";
  const held = await heldOf(parts, key);
  if (!held.ok) return held.error;
  if (holdsSame(held.value, once)) {
    parts.toasts.push({ text: 'This is what it holds already', subject: visibleKey(key) });
    return null;
  }
  const problem = await write(parts, key, wantedOf(once), expectOf(held.value));
  if (problem !== null) return problem;
  const undo = await undoOf(parts, key, held.value, once);
  parts.toasts.push({
    text: done,
    subject: visibleKey(key),
    action: undo && { label: 'Undo', run: () => void undo() },
  });
  return null;
}

/** Goes back to what was replaced, unless the key was written since; null when somebody did so already. */
async function undoOf(
  parts: RestoringParts,
  key: Key,
  replaced: EntryView | null,
  restored: EntryView | null,
): Promise<(() => Promise<void>) | null> {
  const written = await heldOf(parts, key);
  if (!written.ok || !holdsSame(written.value, restored)) return null;
  return async () => {
    const problem = await write(parts, key, leftOf(replaced, parts.timers.now()), expectOf(written.value));
    if (problem === null) parts.toasts.push({ text: 'Undone', subject: visibleKey(key) });
    else parts.toasts.error(`Not undone. ${problem}`, visibleKey(key));
  };
}

/** The value with what is left of its lifetime: none when that is over. */
function leftOf(entry: EntryView | null, now: number): Wanted {
  const wanted = wantedOf(entry);
  if (entry === null || wanted.ttl === null) return wanted;
  const ttl = entry.ts + wanted.ttl - now;
  return ttl < 1 ? NO_VALUE : { ...wanted, ttl };
}

async function heldOf({ bridge }: RestoringParts, key: Key): Promise<Result<EntryView | null, string>> {
  const answer = await ask(bridge.getEntry({ key }));
  if (!answer.ok) return answer;
  return ok(liveOf(answer.value?.entry ?? null));
}

/** Null when it is written; else why not. */
async function write(
  { bridge }: RestoringParts,
  key: Key,
  wanted: Wanted,
  expect: Expectation,
): Promise<string | null> {
  const written = outcomeOf(await ask(bridge.restoreValue({ key, ...wanted, expect })));
  return written.ok ? null : written.error;
}
