/** What can be tuned in finding peers by mDNS (PD2). */
export interface MdnsSettings {
  /** Interfaces by name or address; null means every usable one. @default null */
  interfaces: string[] | null;
  /** Whether to tell the network that this node is here. Without it the node still looks for others. @default true */
  announce: boolean;
  /**
   * Time between two questions "who is there?" on an interface; one that another node asks counts as ours, since all
   * hear the answers. Higher: less multicast; lower: a lost announcement is made up for sooner.
   * @default 10000
   */
  queryIntervalMs: number;
  /** Time between two looks at the machine's interfaces. Higher: less work; lower: changes are followed sooner. @default 2000 */
  interfacePollMs: number;
  /** Longest wait for the goodbye to be sent on stop. @default 1000 */
  goodbyeTimeoutMs: number;
  /** UDP port of the multicast group; another one than mDNS's own makes a medium apart. @default 5353 */
  port: number;
}

export const DEFAULT_MDNS_SETTINGS: MdnsSettings = {
  interfaces: null,
  announce: true,
  queryIntervalMs: 10_000,
  interfacePollMs: 2_000,
  goodbyeTimeoutMs: 1_000,
  port: 5353,
};
