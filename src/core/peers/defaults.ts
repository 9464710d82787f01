/** What the peer table goes by (PD4). */

/** A peer counts as alive for this long after it was last heard, whatever failed since. */
export const SILENCE_MS = 20_000;
/** Pauses between tries to reach a failing peer; the last repeats. */
export const RETRY_PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000];
/** A peer that stays away this long is forgotten, unless its address was given. */
export const FORGET_MS = 24 * 3600 * 1000;
/** Most peers kept (LM1). */
export const MAX_PEERS = 1_024;
/** Tries to greet a hint before it is dropped; discovery may bring it again. */
export const HINT_TRIES = 6;

/** The pause before the n-th retry, n from 0. */
export const retryPauseMs = (retry: number): number =>
  RETRY_PAUSES_MS[Math.min(retry, RETRY_PAUSES_MS.length - 1)] ?? SILENCE_MS;
