/** The first digits of a key hash, in lower-case hex: it stands for all keys whose hash begins so (RE1). The empty prefix is the whole state. */
export type Prefix = string;

/**
 * Longest prefix that is asked about. More than {@link FEW} keys whose hashes share 64 bits cannot be made, so all that is below one fits a
 * listing.
 */
export const MAX_DEPTH = 16;
/** Entries below a prefix that are listed instead of summed up (RE1). */
export const FEW = 16;
export const FANOUT = 16;

export const childOf = (prefix: Prefix, digit: number): Prefix => prefix + digit.toString(16);

/** Whether `next` comes behind `prefix` in hash order and is not below it. */
export const isBehind = (next: Prefix, prefix: Prefix): boolean => next > prefix && !next.startsWith(prefix);
