/** What the two sides of the reading of a file say to each other. */
import type { FileEntry } from '../../core/node-api.ts';
import type { JsonProblem } from '../../shared/json-check.ts';

export interface ReadingLimits {
  maxBytes: number;
  maxEntries: number;
}

/** What the worker is started with. */
export interface ReadingSettings {
  path: string;
  limits: ReadingLimits;
}

/** Why a file of entries was not taken. */
export type FileFault =
  /** A clause that fits behind the file's name, without a full stop. */
  { kind: 'unreadable'; reason: string } | { kind: 'malformed'; problem: JsonProblem };

export type FromReader =
  /** At most 1,000 (LM2); the next comes when it has been taken. */
  { kind: 'entries'; chunk: FileEntry[] } | { kind: 'end'; fault: FileFault | null };

export type ToReader = 'taken';

/** Most entries in one message (LM2). */
export const CHUNK_ENTRIES = 1_000;
