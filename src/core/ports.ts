/**
 * What the engine needs from the world. `main/adapters` gives the real ones, `core/testing` those of virtual time.
 * Nothing here starts by itself; every `start` and `stop` may be called twice.
 */
import type {
  Change,
  Changeset,
  ChangesetSummary,
  Delivery,
  EntryHash,
  EntryView,
  FoundBy,
  Key,
  LostEntry,
  NodeId,
  Origin,
  OriginKind,
  StartId,
} from '../shared/model.ts';
import type { Result } from '../shared/result.ts';

/** The wall clock, in ms since the Unix epoch. It may jump in either direction. */
export interface Clock {
  now(): number;
}

/** Runs tasks later, by a clock that never jumps. */
export interface Scheduler {
  /** Monotonic ms since an arbitrary origin: for durations and freshness, never for stamps. */
  monotonicMs(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  bytes(count: number): Uint8Array;
}

export type LogFields = Record<string, string | number | boolean | null>;

/** Structured log: `event` is a fixed, kebab-case name; fields never hold values or secrets. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Where a peer listens. `host` is an IP literal (IPv6 without brackets) or a host name. */
export interface Endpoint {
  host: string;
  port: number;
}

/** Who is to answer a request. */
export interface Recipient {
  id: NodeId;
  /** Under which start it was last heard; null when that is not known. */
  startId: StartId | null;
}

export interface PeerRequest {
  method: string;
  /** Raw path with query, as it stands in the request line. */
  path: string;
  /** Value of the `Grapevine` header; null when absent, as from a C19 agent. */
  grapevine: string | null;
  body: Uint8Array;
}

export interface PeerResponse {
  status: number;
  /** Value of the `Grapevine` header; null when the other side is no native node. */
  grapevine: string | null;
  body: Uint8Array;
}

/** Why a request brought no answer: `foreign` is an answer by somebody of another group, or of none. `detail` is a plain sentence for logs and the window. */
export interface TransportError {
  kind: 'refused' | 'timeout' | 'unreachable' | 'reset' | 'too-large' | 'stopped' | 'foreign';
  detail: string;
}

export interface RequestLimits {
  /** Bounds connecting (PB4). */
  connectTimeoutMs: number;
  /** Bounds the whole exchange. */
  timeoutMs: number;
  maxResponseBytes: number;
}

/** Answers a request that came from `remoteHost`, an IP literal. Must not throw. */
export type PeerHandler = (request: PeerRequest, remoteHost: string) => Promise<PeerResponse>;

/** Carries requests between nodes: HTTP/1.1 in the program, a seeded network in simulation. */
export interface Transport {
  /** Starts to listen; requests go to `handler`. Resolves with the port in use (PS1). */
  start(handler: PeerHandler): Promise<Result<{ port: number }, TransportError>>;
  /** Ends listening and every exchange under way. */
  stop(): Promise<void>;
  /** What is sealed for a `recipient` is for no other; without one it is for whoever answers (GR3). */
  request(
    to: Endpoint,
    request: PeerRequest,
    limits: RequestLimits,
    recipient?: Recipient | null,
  ): Promise<Result<PeerResponse, TransportError>>;
}

/** A connection to one peer that both ends encrypt with a key of its own (GR9). It carries one request at a time. */
export interface Channel {
  /** False from its end on, whoever ended it. */
  readonly isOpen: boolean;
  /** Whether it is open and nothing is under way on it. */
  readonly isFree: boolean;
  /** Call it only while it is free. A failure of any kind ends the channel; `reset` when it had ended, by whatever cause. */
  request(request: PeerRequest, limits: RequestLimits): Promise<Result<PeerResponse, TransportError>>;
  /** Ends it, with what is under way. */
  close(): void;
}

/** What a peer may open a channel with. */
export interface ChannelGrant {
  /** Goes back in the clear; the peer finds the key by it. */
  answer: Uint8Array;
  /** 32 random bytes, for this channel only. */
  key: Uint8Array;
  /** Answers what comes through the channel. */
  handler: PeerHandler;
}

/** Null refuses: 401. */
export type GrantChannel = (opening: Uint8Array, remoteHost: string) => ChannelGrant | null;

/** Channels between nodes: TLS inside of an upgraded HTTP connection in the program. */
export interface Channels {
  /** Who decides on what peers open. To be called before the transport starts. */
  serve(grant: GrantChannel): void;
  /**
   * Opens one: sends `opening` in the clear, and encrypts with the key that `keyFrom` finds in the answer. Null when that failed for whatever reason,
   * or took longer than `timeoutMs`.
   */
  open(
    to: Endpoint,
    opening: Uint8Array,
    keyFrom: (answer: Uint8Array) => Uint8Array | null,
    timeoutMs: number,
  ): Promise<Channel | null>;
  /** Ends all that are open or being opened, on both sides. */
  closeAll(): void;
}

/** What a node says of itself to those who look for peers. */
export interface Announcement {
  id: NodeId;
  name: string;
  port: number;
  /** The public id of its private group (GR2); null in an open one. */
  groupId: string | null;
}

/** A hint that a peer may be there (PD1). `port` null means the target port of the settings. */
export interface Candidate {
  host: string;
  port: number | null;
  id: NodeId | null;
  name: string | null;
  foundBy: FoundBy;
  /** The group that it announces: null for an open one. Absent when it is not known. */
  groupId?: string | null;
}

/** Finds candidates. It may repeat itself; a candidate is a hint until `hello` was answered (PD2). */
export interface PeerProvider {
  readonly foundBy: FoundBy;
  start(self: Announcement, onCandidate: (candidate: Candidate) => void): Promise<void>;
  /** Name, port or id changed. */
  announce(self: Announcement): void;
  /** Look again now: after a resume, or when the user asks. */
  refresh(): void;
  stop(): Promise<void>;
}

/** What a history page is asked for: newest first; null and empty fields do not filter. */
export interface HistoryQuery {
  /** Only changesets with a smaller number. */
  before: number | null;
  limit: number;
  key: Key | null;
  kind: OriginKind | null;
  /** Only what this peer brought. */
  peer: NodeId | null;
  /** Time window, ends included. */
  from: number | null;
  to: number | null;
  /** Words that all stand in one key or value of the changeset, as prefixes; empty means any. */
  text: string;
}

export interface HistoryPage {
  changesets: ChangesetSummary[];
  more: boolean;
}

export interface ChangesPage {
  changes: Change[];
  lost: LostEntry[];
  total: number;
}

/**
 * Why storage cannot do what is asked. `full` and `read-only` are states of the disk that may end by themselves; `newer` is a database of a
 * later version of the program, which is left untouched.
 */
export interface StorageError {
  kind: 'closed' | 'failed' | 'full' | 'read-only' | 'newer';
  /** A plain sentence. */
  detail: string;
}

/** What is remembered of an expired entry (ST9). */
export interface Grave {
  key: Key;
  ts: number;
  deleted: boolean;
  hash: EntryHash;
  buriedAt: number;
}

/** A local write that is durable but perhaps not visible yet (CH1). */
export interface Intent {
  /** Unique in the database; grows. */
  id: number;
  time: number;
  origin: Origin;
  entries: EntryView[];
}

/** One step of the state, to be stored in one transaction with everything that belongs to it. */
export interface Commit {
  changeset: Changeset;
  /** The intent that this step makes visible; it is done with then. */
  intent: number | null;
  /** Graves dug and graves that ended with this step. */
  buried: Grave[];
  unburied: Key[];
}

/** Small facts kept beside the state. */
export interface StoredFacts {
  /** When this node last had contact with any peer (ST10); null when never. */
  lastContact: number | null;
  /** Peers to try again at the next start (PD1). */
  peers: { id: NodeId; name: string; host: string; port: number }[];
}

export interface OpenedStorage {
  /** Random, new with each database: with the sequence number it names a change for ever (LA3). */
  epoch: string;
  lastSeq: number;
  /** Writes that were acknowledged or about to be when the program ended: to be made visible now (CH5). */
  intents: Intent[];
  facts: StoredFacts;
  /** A database that could not be opened was set aside: where it is now and why (CH5). */
  setAside: { file: string; reason: string } | null;
}

/** Receives what storage holds at start, in chunks of at most 1,000 (LM2). */
export interface StoredState {
  entries(chunk: EntryView[]): void;
  graves(chunk: Grave[]): void;
}

/** One key of a past state that was written since; null means that there was no entry then. A value that was erased is marked ({@link isErased}). */
export interface PastEntry {
  key: Key;
  then: EntryView | null;
}

/** Keeps state and history. Everything is stored in the order of the calls. */
export interface Storage {
  open(state: StoredState): Promise<Result<OpenedStorage, StorageError>>;
  /**
   * Resolves when the intent is on the disk for good (`synchronous=FULL`). Intents that arrive together share a transaction. While storage is
   * behind they wait for room, and so does whoever writes.
   */
  intend(intent: Intent): Promise<Result<void, StorageError>>;
  /** Stores a step that is visible already, behind the caller's back. What cannot be stored is tried again until it can. */
  commit(commit: Commit): void;
  /**
   * So much waits to be stored that no more should be taken in for now: what comes on top may lose its details in the history (LM1). Never while
   * nothing can be stored at all: the state goes on then.
   */
  readonly isBehind: boolean;
  /** Resolves when storage is not behind. */
  room(): Promise<void>;
  remember(facts: StoredFacts): void;
  /**
   * Stores who has a changeset, behind the caller's back (PB6). Only the newest for each counts, those of very many that wait may be dropped, and
   * one for a changeset that is not kept is ignored.
   */
  delivered(seq: number, delivery: Delivery): void;
  /** Resolves when all that was given so far is stored, or cannot be for now. */
  flush(): Promise<Result<void, StorageError>>;
  /** Called with the fault when storing stops working, and with null when it works again. */
  onHealth(listener: (fault: StorageError | null) => void): () => void;
  history(query: HistoryQuery): Promise<Result<HistoryPage, StorageError>>;
  /** The changes of one changeset in their order; null when it is not kept. */
  changes(seq: number, offset: number, limit: number): Promise<Result<ChangesPage | null, StorageError>>;
  /** The number of the last changeset made by that time; null when history does not reach back so far (CH4). */
  seqAt(time: number): Promise<Result<number | null, StorageError>>;
  /**
   * Keys that were changed after changeset `seq`, whatever they hold now, with the entry they had then: in key order behind `after` (CH4).
   * `seq` 0 is the empty state before the first changeset, if history still reaches back to it.
   */
  since(
    seq: number,
    after: Key | null,
    limit: number,
  ): Promise<Result<{ past: PastEntry[]; more: boolean }, StorageError>>;
  /** Writes entries to a new JSON file in C19's seed format beside the database, durable when it resolves with the file's path (ST10). */
  setAside(entries: EntryView[]): Promise<Result<string, StorageError>>;
  /** Takes a key's values out of this machine's history; how many changes that concerned. */
  erase(key: Key): Promise<Result<number, StorageError>>;
  /** Drops history by age and size (CH3), in slices. */
  trim(now: number): Promise<Result<void, StorageError>>;
  close(): Promise<void>;
}
