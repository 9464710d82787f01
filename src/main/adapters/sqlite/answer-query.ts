import { assertNever, ok, type Result } from '../../../shared/result.ts';
import type { StorageError } from '../../../core/ports.ts';
import type { Database } from './database.ts';
import type { StorageRequest } from './messages.ts';
import { readChanges } from './read-history.ts';
import { readSeqAt, readSince } from './read-past.ts';

/** Requests that only read, and not for long. */
export type Query = Extract<StorageRequest, { kind: 'changes' | 'seq-at' | 'since' }>;

/** Throws what SQLite throws. */
export function answerQuery(database: Database, query: Query): Result<unknown, StorageError> {
  switch (query.kind) {
    case 'changes':
      return ok(readChanges(database, query.seq, query.offset, query.limit));
    case 'seq-at':
      return ok(readSeqAt(database, query.time));
    case 'since':
      return readSince(database, query.seq, query.after, query.limit);
    default:
      return assertNever(query);
  }
}
