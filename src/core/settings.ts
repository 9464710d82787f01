/**
 * What can be tuned in the engine. Each field says what it means and what gets better and worse with it;
 * {@link DEFAULT_NODE_SETTINGS} holds every default.
 */
export interface NodeSettings {
  /** The machine's name as others see it: 1 to 64 characters. An attribute, never an identity (PD3). */
  name: string;
  /**
   * Peers contacted directly when something is pushed (PB3). Higher: fewer hops, more connections at once.
   * @default 32
   */
  r0: number;
  /**
   * Least time between two pushes; null derives it from the live peers (PB2). Higher: fewer, larger messages; lower: less delay under
   * continuous change. A lone change always goes out within {@link flushDelayMs}.
   * @default null: clamp(5 ms x live peers, 50, 1000)
   */
  pushIntervalMs: number | null;
  /**
   * Time to go once round all peers while nothing happens (RC1). Higher: less idle traffic; lower: losses are repaired sooner.
   * @default 10000
   */
  pullIntervalMs: number;
  /**
   * Longest time to reach a peer (PB4). Higher: slow links count as alive; lower: dead ones are noticed sooner.
   * @default 1000
   */
  timeoutMs: number;
  /** The port asked where a candidate names none (PD1). @default 4097 */
  targetPort: number;
  /** Lifetime of local writes that name none (ST11); null means for ever. @default null */
  defaultTtlMs: number | null;
  /** Most entries held before local writes are refused (ST2). @default 1_000_000 */
  maxEntries: number;
  /** Most bytes of values held before local writes are refused (ST2). @default 512 MiB */
  maxValueBytes: number;
}

export const DEFAULT_NODE_SETTINGS: Omit<NodeSettings, 'name'> = {
  r0: 32,
  pushIntervalMs: null,
  pullIntervalMs: 10_000,
  timeoutMs: 1_000,
  targetPort: 4097,
  defaultTtlMs: null,
  maxEntries: 1_000_000,
  maxValueBytes: 512 * 1024 * 1024,
};
