/** What the two sides of the storage say to each other. Messages hold at most 1,000 entries (LM2). */
import type { HistoryLimits } from '../../../core/state/history-limits.ts';
import type { Grave, HistoryQuery, OpenedStorage, StorageError, StoredFacts } from '../../../core/ports.ts';
import type { Changeset, Delivery, EntryView, Key } from '../../../shared/model.ts';
import type { Result } from '../../../shared/result.ts';

/** What the worker is started with. */
export interface WorkerSettings {
  /** The database; its folder is made when it is missing. */
  file: string;
  limits: HistoryLimits;
  /** After how long a write that failed is tried again. */
  retryMs: number;
  /** After how long without work the log of the database is folded into it. */
  idleMs: number;
}

/** A commit as the worker stores it; after an overflow it may stand for several. */
export interface Step extends Changeset {
  intents: number[];
  buried: Grave[];
  unburied: Key[];
}

/** An intent or a piece of one: the last piece completes it. */
export interface IntentPiece {
  kind: 'intent';
  /** The call to answer when it is stored. */
  call: number;
  id: number;
  time: number;
  /** As JSON. */
  origin: string;
  /** Entries as JSON. */
  entries: string;
  last: boolean;
}

/** A step or a piece of one: the first has everything, those that follow only add to the lists. */
export interface StepPiece {
  kind: 'step';
  step: Step;
  last: boolean;
}

export type StorageRequest =
  | { kind: 'open' }
  | { kind: 'flush' }
  | { kind: 'history'; query: HistoryQuery }
  | { kind: 'changes'; seq: number; offset: number; limit: number }
  | { kind: 'seq-at'; time: number }
  | { kind: 'since'; seq: number; after: Key | null; limit: number }
  | { kind: 'erase'; key: Key }
  | { kind: 'trim'; now: number }
  | { kind: 'stats' }
  | { kind: 'close' };

export type Item =
  | IntentPiece
  | StepPiece
  | { kind: 'facts'; facts: StoredFacts }
  | { kind: 'delivery'; seq: number; delivery: Delivery }
  | { kind: 'request'; call: number; request: StorageRequest };

export type ToWorker =
  | { kind: 'items'; items: Item[] }
  /** A chunk of the stored state has been taken: send the next. */
  | { kind: 'taken' };

export interface Answer {
  call: number;
  result: Result<unknown, StorageError>;
}

export type FromWorker =
  | { kind: 'done'; answers: Answer[]; storedSteps: number }
  | { kind: 'health'; fault: StorageError | null }
  | { kind: 'entries'; chunk: EntryView[] }
  | { kind: 'graves'; chunk: Grave[] }
  | { kind: 'intents'; chunk: StoredIntent[] };

/** A piece of an intent as it is stored; pieces of one intent follow one another. */
export type StoredIntent = Pick<IntentPiece, 'id' | 'time' | 'origin' | 'entries'>;

/** The answer to `open`; the intents came before it. */
export type OpenAnswer = Omit<OpenedStorage, 'intents'>;

/** For tests and measurements. */
export interface StorageStats {
  /** Transactions committed since opening. */
  transactions: number;
  /** Intents stored since opening. */
  intents: number;
}
