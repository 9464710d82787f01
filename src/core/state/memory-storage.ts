import type { Changeset, ChangesetSummary, EntryView, Key } from '../../shared/model.ts';
import { ok } from '../../shared/result.ts';
import type { ChangesPage, HistoryPage, HistoryQuery, Storage } from '../ports.ts';
import { summarize } from './changeset.ts';

const MAX_CHANGESETS = 10_000;
const MAX_CHANGES = 200_000;

/** Keeps entries and history for as long as the process runs. History is bounded by changesets and by changes (LM1). */
export function createMemoryStorage(): Storage {
  const entries = new Map<Key, EntryView>();
  /** In order of their numbers, oldest first. */
  const kept: Changeset[] = [];
  let keptChanges = 0;
  let lastSeq = 0;

  /** A corrected changeset takes the place of the one with its number. */
  function keep(changeset: Changeset): void {
    const same = kept.findLastIndex((candidate) => candidate.seq === changeset.seq);
    if (changeset.seq <= lastSeq && same >= 0) {
      kept[same] = changeset;
      return;
    }
    lastSeq = Math.max(lastSeq, changeset.seq);
    kept.push(changeset);
    keptChanges += changeset.changes.length;
    while (kept.length > 1 && (kept.length > MAX_CHANGESETS || keptChanges > MAX_CHANGES)) {
      keptChanges -= kept.shift()?.changes.length ?? 0;
    }
  }

  function take(changeset: Changeset): void {
    for (const { key, after } of changeset.changes) {
      if (after === null) entries.delete(key);
      else entries.set(key, after);
    }
  }

  function history({ before, limit, key }: HistoryQuery): HistoryPage {
    const found: ChangesetSummary[] = [];
    for (let i = kept.length - 1; i >= 0; i -= 1) {
      const changeset = kept[i];
      if (changeset === undefined || (before !== null && changeset.seq >= before)) continue;
      if (key !== null && !changeset.changes.some((change) => change.key === key)) continue;
      if (found.length === limit) return { changesets: found, more: true };
      found.push(summarize(changeset));
    }
    return { changesets: found, more: false };
  }

  function changes(seq: number, offset: number, limit: number): ChangesPage | null {
    const changeset = kept.find((candidate) => candidate.seq === seq);
    if (changeset === undefined) return null;
    return { changes: changeset.changes.slice(offset, offset + limit), total: changeset.changes.length };
  }

  return {
    open: () => Promise.resolve(ok({ entries: [...entries.values()], lastSeq })),
    append: (changeset) => {
      take(changeset);
      keep(changeset);
      return Promise.resolve(ok(undefined));
    },
    history: (query) => Promise.resolve(history(query)),
    changes: (seq, offset, limit) => Promise.resolve(changes(seq, offset, limit)),
    close: () => Promise.resolve(),
  };
}
