/**
 * What the engine needs from the world. `main/adapters` gives the real ones, `core/testing` those of virtual time.
 * Nothing here starts by itself; every `start` and `stop` may be called twice.
 */
import type { FoundBy, Changeset, ChangesetSummary, Change, EntryView, Key, NodeId } from '../shared/model.ts';
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

/** Why a request brought no answer. `detail` is a plain sentence for logs and the window. */
export interface TransportError {
  kind: 'refused' | 'timeout' | 'unreachable' | 'reset' | 'too-large' | 'stopped';
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
  request(to: Endpoint, request: PeerRequest, limits: RequestLimits): Promise<Result<PeerResponse, TransportError>>;
}

/** What a node says of itself to those who look for peers. */
export interface Announcement {
  id: NodeId;
  name: string;
  port: number;
}

/** A hint that a peer may be there (PD1). `port` null means the target port of the settings. */
export interface Candidate {
  host: string;
  port: number | null;
  id: NodeId | null;
  name: string | null;
  foundBy: FoundBy;
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

/** Newest first; `before` is exclusive. */
export interface HistoryQuery {
  before: number | null;
  limit: number;
  key: Key | null;
}

export interface HistoryPage {
  changesets: ChangesetSummary[];
  more: boolean;
}

export interface ChangesPage {
  changes: Change[];
  total: number;
}

export type StorageError = { kind: 'closed' | 'failed'; detail: string };

/** Keeps entries and history. `append` resolves when the commit is as durable as asked (CH1). */
export interface Storage {
  open(): Promise<Result<{ entries: EntryView[]; lastSeq: number }, StorageError>>;
  append(changeset: Changeset, durability: 'durable' | 'behind'): Promise<Result<void, StorageError>>;
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** The changes of one changeset in their order; null when it is not kept. */
  changes(seq: number, offset: number, limit: number): Promise<ChangesPage | null>;
  close(): Promise<void>;
}
