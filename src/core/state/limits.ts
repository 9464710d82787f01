/** Bounds that are part of the protocol: the same on every node and every path (ST1, ST2, ST3, ST7). */

export const MAX_KEY_BYTES = 1024;
export const MAX_VALUE_BYTES = 256 * 1024;
export const MAX_VALUE_DEPTH = 32;
export const MAX_TS = Number.MAX_SAFE_INTEGER;
/** 100 years. */
export const MAX_TTL_MS = 3_153_600_000_000;
/** Lifetime of every tombstone: 10 days (ST3). */
export const TOMBSTONE_TTL_MS = 864_000_000;
/** How far in the future a stamp may lie (ST7). */
export const MAX_FUTURE_MS = 60_000;
/** Merges are taken up to this part of the capacity, local writes only up to the whole (ST2). */
export const MERGE_OVERFLOW = 1.1;
