import type { Changeset, Key, Origin } from '../shared/model.ts';
import { ok, type Result } from '../shared/result.ts';
import type { WriteDone, WriteError } from './node-api.ts';
import { summarize } from './state/changeset.ts';

export const NOT_RUNNING: WriteError = { kind: 'stopped', reason: 'the node is not running' };

export function written(done: Result<Changeset | null, WriteError>): Result<WriteDone, WriteError> {
  if (!done.ok) return done;
  if (done.value === null) return ok({ changeset: null, entries: [] });
  const entries = done.value.changes.map((change) => change.after).filter((entry) => entry !== null);
  return ok({ changeset: summarize(done.value), entries });
}

const LOCAL_ORIGINS: ReadonlySet<Origin['kind']> = new Set<Origin['kind']>([
  'user',
  'api',
  'seed',
  'import',
  'restore',
]);

/** Changes made on this machine, which are published (PB1). */
export const isLocal = (origin: Origin): boolean => LOCAL_ORIGINS.has(origin.kind);

export const keysOf = (changeset: Changeset): Key[] => changeset.changes.map((change) => change.key);
