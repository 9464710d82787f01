/** A running node as the shell, the local API and tests see it. `node.ts` builds one. */
import type {
  Digest,
  C19Version,
  EntryHash,
  ChangesetSummary,
  Delivery,
  EntryView,
  GroupView,
  Key,
  KeyHanding,
  NodeId,
  Notice,
  Origin,
  Outsiders,
  PastRow,
  PeerView,
  StartId,
  SyncStatus,
} from '../shared/model.ts';
import type { PeerComparison } from '../shared/peer-comparison.ts';
import type { Result } from '../shared/result.ts';
import type { GroupSecret } from './group/invite-code.ts';
import type { Blocked } from './peers/blocked.ts';
import type { Candidate, ChangesPage, HistoryPage, HistoryQuery, StorageError } from './ports.ts';

/** One key of a local write. `value: null` deletes (ST3). */
export interface LocalWrite {
  /** Checked against ST1 by the node. */
  key: string;
  /** Checked against ST2 by the node. */
  value: unknown;
  /** Absent means the default ttl of the settings; null means for ever. */
  ttl?: number | null | undefined;
  /** The application's own time stamp (LA1): it must win, or nothing is written. */
  ts?: number | undefined;
  /** Compare-and-set: the entry that must still be there, or `absent`. */
  expect?: { ts: number; hash: EntryHash } | 'absent' | undefined;
}

export type WriteError =
  | { kind: 'malformed'; key: string; reason: string }
  | { kind: 'future'; key: string; reason: string }
  | { kind: 'expired'; key: string; reason: string }
  | { kind: 'conflict'; key: string; current: EntryView | null; reason: string }
  | { kind: 'precondition'; key: string; current: EntryView | null; reason: string }
  | { kind: 'full'; key: string; reason: string }
  | { kind: 'storage'; reason: string }
  | { kind: 'stopped'; reason: string };

/** `changeset` is null when the write changed nothing (ST6). */
export interface WriteDone {
  changeset: ChangesetSummary | null;
  entries: EntryView[];
}

export interface NodeStatus {
  id: NodeId;
  startId: StartId;
  name: string;
  digest: Digest;
  c19Version: C19Version;
  /** Live values: tombstones are not counted. */
  entries: number;
  group: GroupView;
  sync: SyncStatus;
  peerPort: number;
  notices: Notice[];
}

export interface EntryListQuery {
  /** Case-insensitive part of the key; empty means all. */
  filter: string;
  offset: number;
  limit: number;
}

export interface EntryListPage {
  /** Live values in the state. */
  total: number;
  /** Live values whose key matches the filter. */
  matching: number;
  offset: number;
  entries: EntryView[];
}

/** A moment of the past: after a changeset, or at a time (CH4). */
export type Moment = { seq: number } | { time: number };

/** The state as it was after a changeset, held for looking at (CH4). */
export interface PastSummary {
  seq: number;
  /** When that changeset was made; null for the empty state before the first, or if that changeset is not kept. */
  time: number | null;
  /** Live values then. */
  total: number;
  /** Keys that hold another value now, or whose value then was erased from this machine's history. */
  differing: number;
}

export interface PastQuery {
  /** The past that is open: the answer is null when another one is, or none. */
  seq: number;
  /** Case-insensitive part of the key; empty means all. */
  filter: string;
  only: 'all' | 'different';
  offset: number;
  limit: number;
}

export interface PastPage {
  summary: PastSummary;
  matching: number;
  offset: number;
  rows: PastRow[];
}

/** An entry of a file in C19's seed format (ST11): its form has been checked. */
export interface FileEntry {
  key: Key;
  /** The value as canonical JSON; `null` means deleted (ST3). */
  text: string;
  ttl: number | null | undefined;
  ts: number | undefined;
}

/** How a comparison with a peer is bounded and followed. */
export interface CompareOptions {
  /** Most differences that are gathered; fewer when their values are large. */
  limit: number;
  /** How many were found so far. */
  onFound: (count: number) => void;
  /** Asked again and again: false ends it. */
  goesOn: () => boolean;
}

export type NodeEvent =
  | { kind: 'changeset'; changeset: ChangesetSummary }
  | { kind: 'delivery'; seq: number; delivery: Delivery }
  | { kind: 'status'; status: NodeStatus }
  | { kind: 'peer'; peer: PeerView }
  | { kind: 'peer-gone'; rowId: string }
  | { kind: 'identity'; id: NodeId }
  | { kind: 'outsiders'; outsiders: Outsiders };

/** The key of a private group, and its change (GR5). Errors are plain sentences. */
export interface GroupKeyControl {
  /** By which machines join (GR1). */
  inviteCode(): string;
  /** Gives the group a new key. */
  change(handing: KeyHanding): Promise<Result<void, string>>;
  /** Takes over a key of this group that was made at another machine. */
  enter(secret: GroupSecret): Promise<Result<void, string>>;
  /** From now on the newest key alone is taken, everywhere. */
  end(): Promise<Result<void, string>>;
}

export interface GrapevineNode {
  start(): Promise<Result<void, { detail: string }>>;
  stop(): Promise<void>;
  status(): NodeStatus;
  peers(): PeerView[];
  /** The entry or tombstone held for a key; null when there is none or it has expired. */
  entry(key: Key): EntryView | null;
  /** Live values in key order. */
  list(query: EntryListQuery): EntryListPage;
  /** All or nothing (LA1); resolves once durable (CH1). */
  write(writes: LocalWrite[], origin: Origin): Promise<Result<WriteDone, WriteError>>;
  history(query: HistoryQuery): Promise<Result<HistoryPage, StorageError>>;
  changes(seq: number, offset: number, limit: number): Promise<Result<ChangesPage | null, StorageError>>;
  /** Opens the state as it was, in place of the one that was open before. */
  openPast(moment: Moment): Promise<Result<PastSummary, StorageError>>;
  /** Live values then, or keys that differ from now, in key order; null when that past is not open. */
  listPast(query: PastQuery): PastPage | null;
  closePast(): void;
  /**
   * Writes what was then, as one commit with new stamps: of these keys, or with null of all that differ. Lifetimes begin anew; erased
   * values stay as they are now (CH4).
   */
  restore(seq: number, keys: Key[] | null): Promise<Result<WriteDone, WriteError>>;
  /** Merges a seed file (ST11): resolves with what it changed once that is durable. */
  seed(entries: FileEntry[]): Promise<Result<WriteDone, WriteError>>;
  /** Takes a key's values out of this machine's history; how many changes that concerned (CH5). */
  erase(key: Key): Promise<Result<number, StorageError>>;
  /** A peer that the user named: tried at once, kept for as long as the program runs. */
  addCandidate(candidate: Candidate): void;
  /** Takes a peer out of the table; discovery may bring it back. */
  forget(rowId: string): void;
  /** Neither asks nor answers this machine from now on (PD4). May be called before the start. */
  block(machine: Blocked): void;
  /** Greets it again. */
  unblock(id: NodeId): void;
  /** Compare with every peer now. */
  syncNow(): void;
  /** Where a peer's state differs from ours; changes nothing on either side (RE4). The error is a plain sentence. */
  comparePeer(rowId: string, options: CompareOptions): Promise<Result<PeerComparison, string>>;
  /** Who is about without belonging to the group. */
  outsiders(): Outsiders;
  /** The keys of the private group; null in an open one. */
  readonly keys: GroupKeyControl | null;
  rename(name: string): void;
  /** Shows a notice; the same id replaces it, `null` takes it away. */
  notice(id: string, notice: Omit<Notice, 'id'> | null): void;
  onChange(listener: (event: NodeEvent) => void): () => void;
}
