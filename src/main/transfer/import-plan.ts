import type { FileEntry, GrapevineNode, LocalWrite } from '../../core/node-api.ts';
import { slices, type Pause } from '../../core/pause.ts';
import { TOMBSTONE_TTL_MS } from '../../core/state/limits.ts';
import type { ImportRow } from '../../shared/ipc.ts';
import type { ChangeKind, EntryView, JsonValue } from '../../shared/model.ts';

/** What an import would write, against what is held: rows in the order of the file's entries. */
export interface ImportPlan {
  rows: Record<'all' | ChangeKind, ImportRow[]>;
  /** Entries of the file that are held just so. */
  same: number;
}

export interface PlanComponents {
  node: Pick<GrapevineNode, 'entry'>;
  pause: Pause;
}

/** An import is a local write: stamps of the file are not used, and entries without ttl get the default one (ST11). */
export async function planImport(
  entries: readonly FileEntry[],
  { node, pause }: PlanComponents,
  defaultTtlMs: number | null,
): Promise<ImportPlan> {
  const rows: ImportPlan['rows'] = { all: [], added: [], changed: [], removed: [] };
  for (const slice of slices(entries)) {
    for (const entry of slice) {
      const row = planOne(entry, node.entry(entry.key), defaultTtlMs);
      if (row === null) continue;
      rows.all.push(row);
      rows[row.kind].push(row);
    }
    await pause();
  }
  return { rows, same: entries.length - rows.all.length };
}

function planOne(entry: FileEntry, held: EntryView | null, defaultTtlMs: number | null): ImportRow | null {
  const { key } = entry;
  const before = held?.deleted === true ? null : held;
  const ttl = entry.ttl === undefined ? defaultTtlMs : entry.ttl;
  if (entry.text === 'null') {
    return before === null ? null : { key, kind: 'removed', before, text: null, ttl: TOMBSTONE_TTL_MS };
  }
  if (before?.text === entry.text && before.ttl === ttl) return null;
  return { key, kind: before === null ? 'added' : 'changed', before, text: entry.text, ttl };
}

/** Whether two plans for one file would do the same to the same entries. */
export const isSamePlan = (a: ImportPlan, b: ImportPlan): boolean =>
  a.rows.all.length === b.rows.all.length && a.rows.all.every((row, i) => isSameRow(row, b.rows.all[i]));

const isSameRow = (a: ImportRow, b: ImportRow | undefined): boolean =>
  a.key === b?.key && a.before?.hash === b.before?.hash;

/** The plan's writes, each on condition that the key still holds what the plan saw. */
export async function planWrites({ rows }: ImportPlan, pause: Pause): Promise<LocalWrite[]> {
  const writes: LocalWrite[] = [];
  for (const slice of slices(rows.all)) {
    writes.push(...slice.map(writeOf));
    await pause();
  }
  return writes;
}

const writeOf = ({ key, before, text, ttl }: ImportRow): LocalWrite => ({
  key,
  value: text === null ? null : (JSON.parse(text) as JsonValue),
  ttl,
  expect: before === null ? 'absent' : { ts: before.ts, hash: before.hash },
});
