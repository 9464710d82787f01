/** What can be tuned in finding peers by DNS (PD1). */
export interface DnsSettings {
  /**
   * Shortest time between two looks at a name, however short its records live. Higher: fewer questions; lower: new machines are found sooner.
   * @default 30000
   */
  shortestIntervalMs: number;
  /** Longest time between two looks, however long its records live. @default 300000 */
  longestIntervalMs: number;
  /** Questions that wait for an answer at once, over all names. @default 16 */
  maxQueries: number;
}

export const DEFAULT_DNS_SETTINGS: DnsSettings = {
  shortestIntervalMs: 30_000,
  longestIntervalMs: 5 * 60_000,
  maxQueries: 16,
};

/** Most names looked up (LM1). */
export const MAX_NAMES = 256;
/** Most addresses taken of one name, and most targets of one SRV name (LM1). */
export const MAX_ADDRESSES = 1_024;
