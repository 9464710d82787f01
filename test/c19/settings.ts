export interface C19Settings {
  /** From the end of one push round to the next. @default 1000 */
  pushIntervalMs: number;
  /** From the end of one pull round to the next. @default 60000 */
  pullIntervalMs: number;
  /** Peers contacted in a round. @default 3 */
  r0: number;
  /** Given to entries that come without a ttl (C1.5); null leaves them without. @default one day: the facts name no figure */
  defaultTtlMs: number | null;
  /** How often expired entries are dropped. @default 60000: the facts name no figure */
  purgeIntervalMs: number;
  /** From an answer to the commit of what was answered (C1.6). @default 10: the facts name no figure */
  commitDelayMs: number;
}

export const C19_DEFAULTS: C19Settings = {
  pushIntervalMs: 1_000,
  pullIntervalMs: 60_000,
  r0: 3,
  defaultTtlMs: 86_400_000,
  purgeIntervalMs: 60_000,
  commitDelayMs: 10,
};
