import type { KeyHanding, KeyHolder } from '../../shared/model.ts';
import { hex } from '../reconcile/bytes.ts';
import type { GroupSecret } from './invite-code.ts';

/** A key of the group. Each change makes one of the next generation. */
export interface GroupKey {
  secret: GroupSecret;
  /** From 0. */
  generation: number;
  /** How machines get it that hold the key before (GR5); of the first one it says nothing. */
  handing: KeyHanding;
}

/** What a machine knows of its group's keys (GR5). */
export interface GroupKeys {
  /** Newest first: the first is announced, the others are still taken. */
  held: readonly [GroupKey, ...GroupKey[]];
  /** Earlier generations than this were ended by somebody, here or at another machine. */
  ended: number;
  /** Null when only one key is held. */
  change: KeyChangeRecord | null;
}

export interface KeyChangeRecord {
  /** Wall clock. */
  since: number;
  /** Machines that were known at some time since, with whether they have the newest key. */
  machines: readonly KeyHolder[];
}

/** Most keys held at once (LM1). Older ones are not taken any more. */
export const MAX_HELD = 3;
/** Most machines that a change waits for (LM1). */
export const MAX_AWAITED = 1_024;
/** A key may be so many generations ahead of ours: one member cannot use all of them up. */
const MAX_AHEAD = 64;
const MAX_GENERATION = 2 ** 31;

export const firstKeys = (secret: GroupSecret): GroupKeys => ({
  held: [{ secret, generation: 0, handing: 'in-band' }],
  ended: 0,
  change: null,
});

/** The key that replaces all that are held; null when there are no generations left. */
export function nextKey({ held: [newest] }: GroupKeys, secret: GroupSecret, handing: KeyHanding): GroupKey | null {
  const generation = newest.generation + 1;
  return generation > MAX_GENERATION ? null : { secret, generation, handing };
}

/**
 * The keys with one more. The same when it is held already, was ended, or is too far ahead. Of two that were made at the same time
 * all machines take the same one for the newest, in whatever order they get them.
 */
export function withKey(keys: GroupKeys, key: GroupKey, now: number): GroupKeys {
  const [newest] = keys.held;
  const isHeld = keys.held.some((one) => one.generation === key.generation && isSame(one.secret, key.secret));
  const isRefused = key.generation < keys.ended || key.generation > newest.generation + MAX_AHEAD;
  if (isHeld || isRefused) return keys;
  const others = keys.held.filter(({ secret }) => !isSame(secret, key.secret));
  const [first = key, ...rest] = [...others, key].sort(newestFirst);
  const isNewest = first === key;
  const change = isNewest || keys.change === null ? { since: now, machines: [] } : keys.change;
  return { ...keys, held: [first, ...rest.slice(0, MAX_HELD - 1)], change };
}

/** The keys without those before the newest. `isEverywhere`: other machines are told to do the same. */
export function withoutOld({ held: [newest], ended }: GroupKeys, isEverywhere: boolean): GroupKeys {
  return { held: [newest], ended: isEverywhere ? newest.generation : ended, change: null };
}

/** Somebody ended the generations before `generation`: taken over by who holds a key of that one or a later. */
export function withEnded(keys: GroupKeys, generation: number): GroupKeys {
  const [newest, ...old] = keys.held;
  if (generation <= keys.ended || generation > newest.generation) return keys;
  const kept = old.filter((key) => key.generation >= generation);
  return { held: [newest, ...kept], ended: generation, change: kept.length === 0 ? null : keys.change };
}

/** Whether a machine whose newest key is the one at `at` may be given those before it in the list (GR5). */
export const mayHand = ({ held }: GroupKeys, at: number): boolean =>
  at > 0 && held.slice(0, at).every(({ handing }) => handing === 'in-band');

const newestFirst = (a: GroupKey, b: GroupKey): number =>
  b.generation - a.generation || (hex(a.secret) < hex(b.secret) ? 1 : -1);

export const isSame = (a: GroupSecret, b: GroupSecret): boolean => a.every((byte, i) => byte === b[i]);
