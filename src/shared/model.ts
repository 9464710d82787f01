/**
 * The words of the program as types: what the core keeps, what crosses process borders, what the window shows.
 * Times are milliseconds since the Unix epoch, durations milliseconds, sizes bytes of UTF-8.
 */

/** A string or number that may not stand where another kind of id is wanted. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** 16 random bytes as 32 lower-case hex digits: one installation (PD3). */
export type NodeId = Brand<string, 'NodeId'>;
/** 8 random bytes as 16 lower-case hex digits, new at each start (PD3). */
export type StartId = Brand<string, 'StartId'>;
/** A checked key (ST1). */
export type Key = Brand<string, 'Key'>;
/** 32 lower-case hex digits (VD1). */
export type Digest = Brand<string, 'Digest'>;
/** The decimal number, or the empty string, by which a C19 agent knows a state (VD3). */
export type C19Version = Brand<string, 'C19Version'>;
/** The first 16 bytes of an entry hash as 32 lower-case hex digits (VD1). */
export type EntryHash = Brand<string, 'EntryHash'>;

export type JsonValue = null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue };

/** One key's entry as people and programs see it. `text` is the value as canonical JSON (RFC 8785). */
export interface EntryView {
  key: Key;
  text: string;
  ts: number;
  /** Lifetime after `ts`; null means for ever. */
  ttl: number | null;
  hash: EntryHash;
  /** True for a tombstone (ST3): `text` is then `null`. */
  deleted: boolean;
}

/** Who caused a commit (CH2). */
export type Origin =
  | { kind: 'user' }
  | { kind: 'api'; label: string }
  | { kind: 'peer'; id: NodeId | null; name: string }
  | { kind: 'seed' }
  | { kind: 'import' }
  | { kind: 'expiry' }
  | { kind: 'restore' }
  /** Entries moved to a file after a long absence, because the peer that was met then lacks them (ST10). */
  | { kind: 'set-aside'; file: string; peer: string };

export type OriginKind = Origin['kind'];

/** Why an entry did not take its place. */
export type LossReason = 'older' | 'deleted' | 'lost-tie' | 'expired';

/** One key's step in a changeset; null stands for "no entry". */
export interface Change {
  key: Key;
  before: EntryView | null;
  after: EntryView | null;
}

/** An entry that met a better one and lost (CH2). */
export interface LostEntry {
  entry: EntryView;
  winner: EntryView;
  reason: LossReason;
}

/** One key then and now; null stands for "no value". */
export interface PastRow {
  key: Key;
  then: EntryView | null;
  /** There was a value, but it was erased from this machine's history: it can be neither shown nor restored. */
  erased: boolean;
  now: EntryView | null;
}

/** What one commit changed (CH2). */
export interface Changeset {
  seq: number;
  time: number;
  origin: Origin;
  digestBefore: Digest;
  digestAfter: Digest;
  changes: Change[];
  lost: LostEntry[];
}

/** What became of a key: the words of the history. */
export type ChangeKind = 'added' | 'changed' | 'removed';

/** A changeset without its values, for lists: at most {@link SUMMARY_KEYS} keys, the counts complete. */
export interface ChangesetSummary {
  seq: number;
  time: number;
  origin: Origin;
  digestBefore: Digest;
  digestAfter: Digest;
  added: number;
  changed: number;
  removed: number;
  lost: number;
  keys: { key: Key; kind: ChangeKind }[];
  /** Null when nobody was told: it came from a peer, or no peer was live. */
  delivery: Delivery | null;
}

/** Who has a changeset of this machine (PB6). */
export interface Delivery {
  /** Peers that are known to have it. */
  seen: number;
  /** Live peers when it was sent. */
  of: number;
  /** From the commit to the last of them, in ms; null while none has it. */
  ms: number | null;
}

export const SUMMARY_KEYS = 8;

/**
 * How far the group agrees (PD7).
 *
 *   alone ──peer answers──▶ checking ──digest equal──▶ in-sync
 *                              ▲  │                       │
 *              a round passed, │  └─digest differs─▶ behind
 *              or we changed   └───────────────────────┘
 *
 * `checking` means: not known to differ, and not known to be equal within the last round.
 */
export type SyncStatus =
  | { kind: 'starting' }
  | { kind: 'alone'; unreachable: number }
  | { kind: 'checking'; unsure: number; peers: number; unreachable: number }
  | { kind: 'behind'; behind: number; peers: number; unreachable: number }
  | { kind: 'in-sync'; peers: number; unreachable: number };

/** The life of a peer (PD4). `connecting` is an address that has not answered `hello` yet. */
export type PeerState =
  | { kind: 'connecting' }
  | { kind: 'alive' }
  | { kind: 'unreachable'; since: number; reason: string }
  | { kind: 'left'; since: number }
  /** By the user here: it is neither asked nor answered. */
  | { kind: 'blocked'; since: number };

/** How a candidate was found (PD1); `heard` is a peer that called us first. */
export type FoundBy = 'mdns' | 'static' | 'dns' | 'remembered' | 'heard';

/** What two nodes did together, in words fit for a log line. */
export type ExchangeKind = 'hello' | 'push' | 'pull' | 'pushed-to-us' | 'pulled-from-us';

export interface ExchangeView {
  time: number;
  kind: ExchangeKind;
  /** A plain sentence fragment: `compared, equal`, `sent 1 change`, `no answer in 1 s`. */
  text: string;
  ok: boolean;
  durationMs: number | null;
}

/** What a peer runs: Grapevine, or C19 0.1.0 (C1.1). */
export type PeerKind = 'native' | 'c19';

/** One line of the Peers table. */
export interface PeerView {
  /** Stable for the life of the row: the node id once known, else `host:port`. */
  rowId: string;
  /** Null until it answered. */
  kind: PeerKind | null;
  /** Null until it answered, and for C19 agents. */
  id: NodeId | null;
  name: string;
  host: string;
  port: number;
  /** Where it has answered besides, as `host:port`. */
  otherAddresses: string[];
  state: PeerState;
  foundBy: FoundBy[];
  /**
   * Their last known digest beside ours, for C19 agents their C19 version: `unknown` until one was reported, or none since our last change, and
   * for agents that another node serves (C1.3).
   */
  version: 'same' | 'differs' | 'unknown';
  digest: Digest | null;
  /** When anything was last heard from it. */
  lastHeard: number | null;
  rttMs: number | null;
  clockOffsetMs: number | null;
  program: string | null;
  /** Newest first, at most {@link EXCHANGE_LOG}. */
  exchanges: ExchangeView[];
}

export const EXCHANGE_LOG = 20;

/** Something that the person at the machine should know, in one or two sentences. */
export interface Notice {
  id: string;
  severity: 'info' | 'warning' | 'error';
  text: string;
}

/** This machine. */
export interface SelfView {
  id: NodeId;
  startId: StartId;
  name: string;
  /** Addresses at which peers can reach this node, best first. */
  addresses: string[];
  peerPort: number;
  /** Null when the local API is not running. */
  apiPort: number | null;
  program: string;
  group: GroupView;
  /** Whether it looks for peers by mDNS, and whether it lets itself be found so (PD2). */
  discovery: { looks: boolean; announces: boolean };
}

/** An open group (GR7), or a private one with its public id (GR2) and the change of its key that is under way (GR5). */
export type GroupView = { kind: 'open' } | { kind: 'private'; id: string; change: KeyChange | null };

/** The group has a new key, and the one before is still taken (GR5). */
export interface KeyChange {
  since: number;
  handing: KeyHanding;
  /** The other machines that are known here. */
  machines: KeyHolder[];
}

/** Whether machines of the group give the new key to each other, or people type its code at each of them. */
export type KeyHanding = 'in-band' | 'by-hand';

export interface KeyHolder {
  id: NodeId;
  name: string;
  /** Whether it has the new key. */
  has: boolean;
}

/** Machines that do not belong to the group. */
export interface Outsiders {
  /** Whose requests were refused (GR4), the latest first; of more than are kept the count goes on. */
  strangers: Stranger[];
  /** Machines of other groups that announce themselves on the network. */
  others: number;
}

export interface Stranger {
  address: string;
  /** Refused requests since the start. */
  count: number;
  lastAt: number;
}
