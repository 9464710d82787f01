import type { Random } from '../ports.ts';

/** What the peer table goes by (PD4). */

/** A peer counts as alive for this long after it was last heard, whatever failed since. */
export const SILENCE_MS = 20_000;
/** Pauses between tries to reach a failing peer; the last repeats. */
export const RETRY_PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000];
/** By so much of itself each pause is longer or shorter. */
const RETRY_SPREAD = 0.25;
/** A peer that failed and was not heard for so long was cut off: much may have changed on both sides. */
export const GAP_MS = 3_000;
/** Within so long the others that fail are tried once one of them has come back: what one brought need not be fetched from all of them. */
export const ALL_TRIED_MS = 2_000;
/** A peer that stays away this long is forgotten, unless its address was given. */
export const FORGET_MS = 24 * 3600 * 1000;
/** Most peers kept (LM1). */
export const MAX_PEERS = 1_024;
/** Tries to greet a hint before it is dropped; discovery may bring it again. */
export const HINT_TRIES = 6;

/** The pause before the n-th retry, n from 0. */
export const retryPauseMs = (retry: number): number =>
  RETRY_PAUSES_MS[Math.min(retry, RETRY_PAUSES_MS.length - 1)] ?? SILENCE_MS;

/** The same, spread: machines that lost each other at the same moment do not all try at the same moment. */
export const spreadPauseMs = (retry: number, random: Pick<Random, 'next'>): number =>
  retryPauseMs(retry) * (1 + RETRY_SPREAD * (2 * random.next() - 1));
