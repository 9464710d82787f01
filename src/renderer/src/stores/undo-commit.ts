import type { GrapevineBridge, PastView } from '../../../shared/ipc.ts';
import type { OriginKind } from '../../../shared/model.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { changedTotal } from '../format/changeset-words.ts';
import { ALL_HISTORY } from './all-history.ts';
import { ask } from './ask.ts';
import { outcomeOf } from './outcome.ts';

export type UndoBridge = Pick<GrapevineBridge, 'listHistory' | 'openPast' | 'restorePast'>;

/** A commit that this window has just caused. */
export interface OwnCommit {
  kind: Extract<OriginKind, 'restore' | 'import'>;
  /** How many keys it wrote. */
  changed: number;
}

/** `look`: other things have changed since, so nothing was written; here is the state as it was before. */
export type Undone = { kind: 'done'; changed: number } | { kind: 'look'; view: PastView };

const NEWEST = { ...ALL_HISTORY, limit: 1 };

/** Finds a commit in the history; null when it cannot be told with certainty. */
export async function seqOf(bridge: UndoBridge, { kind, changed }: OwnCommit): Promise<number | null> {
  const answer = await ask(bridge.listHistory({ ...NEWEST, kind }));
  const newest = answer.ok ? answer.value.changesets[0] : undefined;
  return newest !== undefined && changedTotal(newest) === changed ? newest.seq : null;
}

/** Takes a commit back as one change, but only where nothing else would go with it. Leaves the state before it open. */
export async function undoCommit(bridge: UndoBridge, seq: number, changed: number): Promise<Result<Undone, string>> {
  const before = outcomeOf(await ask(bridge.openPast({ seq: seq - 1 })));
  if (!before.ok) return before;
  const newest = await ask(bridge.listHistory(NEWEST));
  if (!newest.ok) return newest;
  const alone = newest.value.changesets[0]?.seq === seq && before.value.differing <= changed;
  if (!alone) return ok({ kind: 'look', view: before.value });
  const restored = outcomeOf(await ask(bridge.restorePast({ seq: seq - 1, key: null })));
  return restored.ok ? ok({ kind: 'done', changed: restored.value.changed }) : restored;
}
