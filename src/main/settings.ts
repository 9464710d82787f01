/**
 * Every setting of the program, as it stands in `settings.json` of the profile. Each field says what it means, its unit,
 * what gets better and worse with it, its default and its bounds. An absent field has its default.
 */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { DEFAULT_NODE_SETTINGS, type NodeSettings } from '../core/settings.ts';
import { DEFAULT_HISTORY_LIMITS, type HistoryLimits } from '../core/state/history-limits.ts';
import { MAX_TTL_MS } from '../core/state/limits.ts';
import { parseAddress } from '../shared/address.ts';
import { parseDnsName } from './adapters/dns/dns-name.ts';

/** Other than letters and marks: what would spoil a table, a log line or an mDNS name. */
const CONTROL = /\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}/u;

export const NAME_LIMIT = 64;

export const nameSchema = z
  .string()
  .trim()
  .min(1, 'needs at least one character')
  .refine((text) => Array.from(text).length <= NAME_LIMIT, `has more than ${NAME_LIMIT} characters`)
  .refine((text) => !CONTROL.test(text), 'holds a control character');

export const portSchema = z.int().min(0).max(65_535);
export const ttlSchema = z.int().min(1).max(MAX_TTL_MS);
export const interfaceNameSchema = z.string().min(1, 'is empty').max(128, 'has more than 128 characters');

const absolutePathSchema = z.string().max(4_096).refine(isAbsolute, 'is not an absolute path');

const addressSchema = z.string().superRefine((text, context) => {
  const address = parseAddress(text);
  if (!address.ok) context.addIssue({ code: 'custom', message: address.error });
});

const dnsNameSchema = z.string().superRefine((text, context) => {
  const name = parseDnsName(text);
  if (!name.ok) context.addIssue({ code: 'custom', message: name.error });
});

/** A machine that the user blocked in the window, as it was then. */
const blockedPeerSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/, 'is not the id of a machine: 32 digits of 0 to 9 and a to f'),
  /** As it told it. */
  name: z.string().min(1).max(NAME_LIMIT),
  address: addressSchema,
  /** Ms since 1970. */
  since: z.int().min(0).max(8.64e15),
});
export type BlockedPeer = z.infer<typeof blockedPeerSchema>;

export const MAX_BLOCKED = 256;

/** How this machine finds others by itself on the local network (PD2). */
const mdnsSchema = z.object({
  /** Look for peers by mDNS. Off: only listed and remembered peers are found. @default true */
  enabled: z.boolean().default(true),
  /** Tell others of this machine by mDNS. Off: it is no beacon, and others find it only by listing it. @default true */
  announce: z.boolean().default(true),
});

export const settingsSchema = z.object({
  /** The machine's name as others see it, 1 to 64 characters. @default null: the host name */
  name: nameSchema.nullable().default(null),
  /** Port at which peers reach this node (PS1); 0 takes any free one. A taken port: the next free one. @default 4097 */
  peerPort: portSchema.default(4097),
  /** Port of the local API on 127.0.0.1 and ::1 (LA1); 0 takes any free one. A taken port: the next free one. @default 3097 */
  apiPort: portSchema.default(3097),
  /** Ask programs on this machine for the token (LA4). Off: any user of this machine may read and write. @default true */
  apiTokenRequired: z.boolean().default(true),
  /**
   * Names of the network interfaces that peers are looked for and answered on, at most 64. Fewer: nothing is told to
   * other networks; machines there are not found. @default null: all
   */
  interfaces: z.array(interfaceNameSchema).min(1).max(64).nullable().default(null),
  /**
   * Addresses of peers to contact besides those found, `host` or `host:port`, at most 1,000. Needed where mDNS does not
   * reach and for C19 agents. @default none
   */
  staticPeers: z.array(addressSchema).max(1_000).default([]),
  /**
   * Names in DNS under which peers are found, `name`, `name:port` or an SRV name, at most 256: a Kubernetes headless service, a name of Consul.
   * Asked for as they stand, without search domains. @default none
   */
  dnsPeers: z.array(dnsNameSchema).max(256).default([]),
  /**
   * Machines that this one neither asks nor answers (PD4), at most 256; the window's Peers list adds them and takes them out. What they write still
   * comes by other machines. @default none
   */
  blockedPeers: z.array(blockedPeerSchema).max(MAX_BLOCKED).default([]),
  mdns: mdnsSchema.prefault({}),
  /** Peers contacted directly by a push, 1 to 1,000. Higher: fewer hops, more connections. @default 32 */
  r0: z.int().min(1).max(1_000).default(DEFAULT_NODE_SETTINGS.r0),
  /**
   * Least time between two pushes in ms, 5 to 60,000. Higher: fewer, larger messages; lower: less delay under continuous
   * change. @default null: derived from the number of peers (PB2)
   */
  pushIntervalMs: z.int().min(5).max(60_000).nullable().default(DEFAULT_NODE_SETTINGS.pushIntervalMs),
  /**
   * Time to compare with all peers once in ms, 500 to 3,600,000. Higher: less idle traffic; lower: losses are repaired
   * sooner. @default 10000
   */
  pullIntervalMs: z.int().min(500).max(3_600_000).default(DEFAULT_NODE_SETTINGS.pullIntervalMs),
  /**
   * Longest time to reach a peer in ms, 50 to 60,000. Higher: slow links count as alive; lower: dead peers are noticed
   * sooner. @default 1000
   */
  timeoutMs: z.int().min(50).max(60_000).default(DEFAULT_NODE_SETTINGS.timeoutMs),
  /** Lifetime in ms of writes from this machine that name none, up to 100 years (ST11). @default null: for ever */
  defaultTtlMs: ttlSchema.nullable().default(DEFAULT_NODE_SETTINGS.defaultTtlMs),
  /** Most entries held before writes are refused, 1 to 10,000,000. Higher: more memory, about 1 KB each. @default 1000000 */
  maxEntries: z.int().min(1).max(10_000_000).default(DEFAULT_NODE_SETTINGS.maxEntries),
  /** Most bytes of values held before writes are refused, 1 KiB to 16 GiB. Higher: more memory. @default 512 MiB */
  maxValueBytes: z
    .int()
    .min(1_024)
    .max(16 * 1024 ** 3)
    .default(DEFAULT_NODE_SETTINGS.maxValueBytes),
  /**
   * How long changes are kept in the history in ms, 1 hour to 10 years (CH3). Higher: one can look further back; lower: erased and replaced
   * values are gone sooner. @default 30 days
   */
  historyMaxAgeMs: z.int().min(3_600_000).max(315_360_000_000).default(DEFAULT_HISTORY_LIMITS.maxAgeMs),
  /**
   * Most bytes of history kept, about, 1 MB to 100 GB; the oldest goes first (CH3). Higher: one can look further back; lower: a smaller
   * database. @default 500 MB
   */
  historyMaxBytes: z.int().min(1_000_000).max(100_000_000_000).default(DEFAULT_HISTORY_LIMITS.maxBytes),
  /**
   * Absolute path of a JSON file of entries that is merged at every start (ST11): it fills what is missing and overwrites nothing newer.
   * A file that is malformed keeps the program from starting. @default null: none
   */
  seedFile: absolutePathSchema.nullable().default(null),
});

export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** The part that the engine is tuned with. */
export function nodeSettings(settings: Settings, name: string): NodeSettings {
  const { r0, pushIntervalMs, pullIntervalMs, timeoutMs, defaultTtlMs, maxEntries, maxValueBytes } = settings;
  return {
    ...DEFAULT_NODE_SETTINGS,
    name,
    r0,
    pushIntervalMs,
    pullIntervalMs,
    timeoutMs,
    defaultTtlMs,
    maxEntries,
    maxValueBytes,
  };
}

/** How long history is kept (CH3). */
export const historyLimits = ({ historyMaxAgeMs, historyMaxBytes }: Settings): HistoryLimits => ({
  maxAgeMs: historyMaxAgeMs,
  maxBytes: historyMaxBytes,
});
