/**
 * The window's contract with the main process: every channel with the schema of its argument and the type of its answer.
 * Checked at both ends; answers are unions, never thrown errors. Follows the pattern "state + change event + commands":
 * subscribe first, then fetch a snapshot; events carry a sequence number, and a gap means fetch again.
 */
import { z } from 'zod';
import type {
  Change,
  ChangesetSummary,
  C19Version,
  Digest,
  EntryView,
  Key,
  ChangeKind,
  Delivery,
  LostEntry,
  Notice,
  Origin,
  OriginKind,
  Outsiders,
  PastRow,
  PeerView,
  SelfView,
  SyncStatus,
} from './model.ts';
import { groupRequestSchemas, type GroupResponses } from './ipc-group.ts';
import type { PeerComparison } from './peer-comparison.ts';
import type { Result } from './result.ts';

/** Most rows one list request may ask for. */
export const LIST_LIMIT = 500;
/** Longest key or value text that the window may send, in UTF-16 units; the exact rules (ST1, ST2) are the node's. */
const TEXT_LIMIT = 512 * 1024;

const nothing = z.undefined();
const keyText = z.string().max(4096);
const offset = z.int().min(0);
const limit = z.int().min(1).max(LIST_LIMIT);
const time = z.int().min(0).max(8.64e15);
const token = z.string().max(64);
const originKind = z.enum([
  'user',
  'api',
  'peer',
  'seed',
  'import',
  'expiry',
  'restore',
  'set-aside',
] as const satisfies OriginKind[]);

/** Everything the header, the rail and Peers need at once. `seq` is that of the last event it includes. */
export interface Snapshot {
  seq: number;
  self: SelfView;
  live: LiveStatus;
  peers: PeerView[];
  outsiders: Outsiders;
}

/** The part of a snapshot that changes with every commit or exchange. */
export interface LiveStatus {
  digest: Digest;
  c19Version: C19Version;
  /** Live values. */
  entries: number;
  sync: SyncStatus;
  notices: Notice[];
}

export interface EntryPage {
  total: number;
  matching: number;
  offset: number;
  entries: EntryRow[];
}

/** An entry without its value, for the list. */
export interface EntryRow {
  key: Key;
  ts: number;
  ttl: number | null;
  sizeBytes: number;
}

export interface EntryDetail {
  entry: EntryView;
  /** From this machine's history; null when it is not kept any more. */
  changedBy: { origin: Origin; time: number; seq: number } | null;
}

export interface HistoryList {
  changesets: ChangesetSummary[];
  more: boolean;
}

/** The state as it was after a changeset, compared with now. */
export interface PastView {
  seq: number;
  /** When that changeset was made; null for the empty state before the first. */
  time: number | null;
  /** Live values then. */
  total: number;
  /** Keys that hold another value now. */
  differing: number;
}

export interface PastPage {
  view: PastView;
  matching: number;
  offset: number;
  rows: PastRow[];
}

/** What an import would change. */
export interface ImportPreview {
  token: string;
  /** The file's name, without its folder. */
  file: string;
  added: number;
  changed: number;
  removed: number;
  /** Entries of the file that are held just so already. */
  same: number;
}

export interface ImportRow {
  key: Key;
  kind: ChangeKind;
  before: EntryView | null;
  /** The new value as canonical JSON; null deletes. */
  text: string | null;
  ttl: number | null;
}

export type ImportChoice =
  | { kind: 'cancelled' }
  /** Nothing was changed; the reason names line and column. */
  | { kind: 'malformed'; file: string; reason: string }
  | { kind: 'preview'; preview: ImportPreview };

/** `stale`: keys changed since the preview, so nothing was written; here is the new preview. */
export type ImportOutcome =
  | { kind: 'done'; added: number; changed: number; removed: number }
  | { kind: 'stale'; preview: ImportPreview }
  | { kind: 'failed'; reason: string };

export type ExportOutcome =
  { kind: 'cancelled' } | { kind: 'saved'; file: string; entries: number } | { kind: 'failed'; reason: string };

export type CompareOutcome =
  { kind: 'cancelled' } | { kind: 'done'; comparison: PeerComparison } | { kind: 'failed'; reason: string };

/** A write that was not made: a plain sentence, and the entry that stood in its way if one did. */
export interface WriteRefusal {
  kind: 'malformed' | 'future' | 'expired' | 'conflict' | 'precondition' | 'full' | 'storage' | 'stopped';
  reason: string;
  current: EntryView | null;
}

/** What the editor saw when it opened: the write is refused if the key changed meanwhile. */
const expectation = z.union([z.literal('absent'), z.object({ ts: z.int().min(0), hash: z.string().max(64) }).strict()]);

/** The commands of the window, by channel. */
export const requestSchemas = {
  getSnapshot: nothing,
  listEntries: z.object({ filter: keyText, offset, limit }).strict(),
  getEntry: z.object({ key: keyText }).strict(),
  writeEntry: z
    .object({
      key: keyText,
      /** The value as JSON text, checked in the main process. */
      text: z.string().max(TEXT_LIMIT),
      ttl: z.int().min(1).nullable(),
      expect: expectation.nullable(),
    })
    .strict(),
  deleteEntry: z.object({ key: keyText, expect: expectation.nullable() }).strict(),
  listHistory: z
    .object({
      before: z.int().min(0).nullable(),
      limit,
      /** Each null or empty one lets everything through. */
      key: keyText.nullable(),
      kind: originKind.nullable(),
      peer: z.string().max(64).nullable(),
      from: time.nullable(),
      to: time.nullable(),
      text: z.string().max(1024),
    })
    .strict(),
  getChanges: z.object({ seq: z.int().min(0), offset, limit }).strict(),
  /** Opens the state as it was after a changeset or at a time; replaces the one that was open. */
  openPast: z.union([z.object({ seq: z.int().min(0) }).strict(), z.object({ time }).strict()]),
  listPast: z
    .object({ seq: z.int().min(0), filter: keyText, only: z.enum(['all', 'different']), offset, limit })
    .strict(),
  closePast: nothing,
  /** One key of the open past, or with null all that differ. */
  restorePast: z.object({ seq: z.int().min(0), key: keyText.nullable() }).strict(),
  /** Writes one value from the history again; with null as text the key is deleted. */
  restoreValue: z
    .object({
      key: keyText,
      text: z.string().max(TEXT_LIMIT).nullable(),
      ttl: z.int().min(1).nullable(),
      expect: expectation.nullable(),
    })
    .strict(),
  /** Takes a key's values out of this machine's history for good. */
  eraseHistory: z.object({ key: keyText }).strict(),
  /** Lets the user choose a file and says what it would change. */
  chooseImport: nothing,
  listImport: z.object({ token, only: z.enum(['all', 'added', 'changed', 'removed']), offset, limit }).strict(),
  applyImport: z.object({ token }).strict(),
  closeImport: z.object({ token }).strict(),
  /** Lets the user choose where live values are written whose key begins with `prefix`; empty means all. */
  exportEntries: z.object({ prefix: keyText }).strict(),
  /** How many live values have keys that begin with `prefix`. */
  countEntries: z.object({ prefix: keyText }).strict(),
  addPeer: z.object({ address: z.string().max(300) }).strict(),
  forgetPeer: z.object({ rowId: z.string().max(300) }).strict(),
  /** From now on it is neither asked nor answered (PD4). */
  blockPeer: z.object({ rowId: z.string().max(300) }).strict(),
  unblockPeer: z.object({ rowId: z.string().max(300) }).strict(),
  /** Finds where a peer's state differs from ours; cancels the comparison that is under way. */
  comparePeer: z.object({ rowId: z.string().max(300) }).strict(),
  countDifferences: nothing,
  cancelCompare: nothing,
  syncNow: nothing,
  ...groupRequestSchemas,
  dismissNotice: z.object({ id: z.string().max(100) }).strict(),
  copyText: z.object({ text: z.string().max(TEXT_LIMIT) }).strict(),
} as const;

export type Channel = keyof typeof requestSchemas;
export type RequestOf<C extends Channel> = z.infer<(typeof requestSchemas)[C]>;

/** What each channel answers. */
export interface Responses extends GroupResponses {
  getSnapshot: Snapshot;
  listEntries: EntryPage;
  getEntry: EntryDetail | null;
  writeEntry: Result<EntryView, WriteRefusal>;
  deleteEntry: Result<null, WriteRefusal>;
  listHistory: HistoryList;
  /** `lost`, where it is kept: the entries that met a better one (CH2). */
  getChanges: { changes: Change[]; total: number; lost?: LostEntry[] } | null;
  openPast: Result<PastView, string>;
  /** Null when that past is not open any more. */
  listPast: PastPage | null;
  closePast: null;
  /** How many keys were written. */
  restorePast: Result<{ changed: number }, WriteRefusal>;
  restoreValue: Result<null, WriteRefusal>;
  /** How many changes held a value. */
  eraseHistory: Result<number, string>;
  chooseImport: ImportChoice;
  /** Null when that import is not open any more. */
  listImport: { rows: ImportRow[]; total: number } | null;
  applyImport: ImportOutcome;
  closeImport: null;
  exportEntries: ExportOutcome;
  countEntries: number;
  addPeer: Result<null, string>;
  forgetPeer: null;
  blockPeer: Result<null, string>;
  unblockPeer: null;
  /** At most {@link LIST_LIMIT} differences, and about 4 MiB of values. */
  comparePeer: CompareOutcome;
  /** How many the comparison under way has found so far. */
  countDifferences: number;
  cancelCompare: null;
  syncNow: null;
  dismissNotice: null;
  copyText: null;
}

/** Answer of a call whose argument or sender was refused at the border. */
export interface IpcFailure {
  refused: string;
}

export type AppEvent =
  | { kind: 'live'; live: LiveStatus }
  | { kind: 'self'; self: SelfView }
  | { kind: 'peer'; peer: PeerView }
  | { kind: 'peer-gone'; rowId: string }
  | { kind: 'changeset'; changeset: ChangesetSummary }
  | { kind: 'delivery'; seq: number; delivery: Delivery }
  | { kind: 'outsiders'; outsiders: Outsiders };

/** Events since the last batch, at most one batch per animation frame. `seq` grows by one a batch. */
export interface EventBatch {
  seq: number;
  events: AppEvent[];
}

/** The bridge's one push channel. */
export const EVENT_CHANNEL = 'grapevine:events';
export const requestChannel = (channel: Channel): string => `grapevine:${channel}`;

/** `window.grapevine`: one typed method per channel, and the events. */
export type GrapevineBridge = {
  [C in Channel]: RequestOf<C> extends undefined
    ? () => Promise<Responses[C]>
    : (request: RequestOf<C>) => Promise<Responses[C]>;
} & {
  onEvents(listener: (batch: EventBatch) => void): () => void;
};
