import type { HistoryLimits } from '../../../core/state/history-limits.ts';
import type { Database } from './database.ts';
import { writeMeta } from './meta.ts';

const VACUUM_PAGES = 500;

/** How much history there is, while more is added. */
export interface HistoryMeter {
  /** Bytes of all changesets; `count` finds them out where they are not known yet. */
  bytes(count: () => number): number;
  dropped(bytes: number): void;
  /** Rows to drop next. */
  slice(): number;
}

/**
 * Drops history by age and size, oldest first (CH3), one transaction of about a slice for each step of the generator, and gives free pages back
 * to the disk. Changesets go one step before their changes, so that an interrupted trim leaves nothing half told, and little behind.
 * A changeset of the future, from a clock that was wrong, holds back those behind it until the size is reached.
 */
export function* trimming(
  database: Database,
  now: number,
  limits: HistoryLimits,
  meter: HistoryMeter,
): Generator<void> {
  for (let dropped = Infinity; dropped > 0;) {
    const size = meter.slice();
    const excess = meter.bytes(() => database.number('SELECT sum(bytes) FROM changesets')) - limits.maxBytes;
    let bytes = 0;
    dropped = database.transaction(() => {
      const changes = dropChanges(database, size);
      if (changes >= size) return changes;
      const changesets = dropChangesets(database, now - limits.maxAgeMs, excess, size);
      bytes = changesets.bytes;
      return changes + changesets.count;
    });
    meter.dropped(bytes);
    yield;
  }
  yield* vacuuming(database);
}

function dropChangesets(
  database: Database,
  oldest: number,
  excess: number,
  size: number,
): { count: number; bytes: number } {
  const select =
    'SELECT seq, time, bytes, added + changed + removed + lost AS below FROM changesets ORDER BY seq LIMIT ?';
  const rows = database.sql(select).all(size) as Record<'seq' | 'time' | 'bytes' | 'below', number>[];
  let bytes = 0;
  let count = 0;
  let below = 0;
  for (const row of rows) {
    if ((row.time >= oldest && bytes >= excess) || below >= size) break;
    bytes += row.bytes;
    below += row.below;
    count += 1;
  }
  const last = rows[count - 1];
  if (last !== undefined) {
    database.sql('DELETE FROM changesets WHERE seq <= ?').run(last.seq);
    writeMeta(database, 'floor', { seq: last.seq, time: last.time });
  }
  return { count, bytes };
}

/** Drops what is left of dropped changesets. */
function dropChanges(database: Database, size: number): number {
  const kept = Number(database.sql('SELECT min(seq) AS seq FROM changesets').get()?.['seq'] ?? Number.MAX_SAFE_INTEGER);
  const ids = database.sql('SELECT id FROM changes WHERE seq < ? ORDER BY seq LIMIT ?').all(kept, size);
  for (const { id } of ids) {
    database.sql('DELETE FROM words WHERE rowid = ?').run(Number(id));
    database.sql('DELETE FROM changes WHERE id = ?').run(Number(id));
  }
  const lost = database.sql('SELECT seq, n FROM lost WHERE seq < ? ORDER BY seq LIMIT ?').all(kept, size);
  for (const { seq, n } of lost) database.sql('DELETE FROM lost WHERE seq = ? AND n = ?').run(Number(seq), Number(n));
  return ids.length + lost.length;
}

function* vacuuming(database: Database): Generator<void> {
  let free = database.number('PRAGMA freelist_count');
  for (let before = Infinity; free > 0 && free < before;) {
    database.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
    yield;
    before = free;
    free = database.number('PRAGMA freelist_count');
  }
}
