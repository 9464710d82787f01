import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { Change, ChangesetSummary, EntryView, Key } from '../../../shared/model.ts';
import { changedTotal } from '../format/changeset-words.ts';
import { isErased } from '../format/erased.ts';
import { liveOf } from '../format/live-entry.ts';
import { ask } from './ask.ts';

type ChangesBridge = Pick<GrapevineBridge, 'getChanges'>;

const PAGE_CHANGES = 100;
/** A larger changeset is not searched for one key: the history page leads there. */
const MAX_SEARCHED = 1000;

/** The last value of a key that is gone. `recent`: its changesets, newest first, without a gap. Null when none is found or it was erased. */
export async function findLastValue(
  bridge: ChangesBridge,
  key: Key,
  recent: readonly ChangesetSummary[],
): Promise<EntryView | null> {
  for (const changeset of recent) {
    const change = await findChange(bridge, changeset, key);
    const entry = change && (liveOf(change.after) ?? liveOf(change.before));
    if (entry) return isErased(entry) ? null : entry;
  }
  return null;
}

async function findChange(bridge: ChangesBridge, changeset: ChangesetSummary, key: Key): Promise<Change | null> {
  const total = changedTotal(changeset);
  if (total > MAX_SEARCHED) return null;
  for (let offset = 0; offset < total; offset += PAGE_CHANGES) {
    const answer = await ask(bridge.getChanges({ seq: changeset.seq, offset, limit: PAGE_CHANGES }));
    if (!answer.ok || answer.value === null) return null;
    const found = answer.value.changes.find((change) => change.key === key);
    if (found) return found;
  }
  return null;
}
