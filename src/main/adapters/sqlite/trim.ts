import type { HistoryLimits } from '../../../core/state/history-limits.ts';
import type { Database } from './database.ts';
import { writeMeta } from './meta.ts';

/** So few that a write which comes meanwhile waits for some 25 ms. */
const SLICE = 250;
const VACUUM_PAGES = 500;

/**
 * Drops history by age and size, oldest first (CH3), one transaction of at most 250 rows for each step of the generator, and gives free
 * pages back to the disk. Changesets go before their changes, so that an interrupted trim leaves nothing half told.
 * A changeset of the future, from a clock that was wrong, holds back those behind it until the size is reached.
 */
export function* trimming(database: Database, now: number, limits: HistoryLimits): Generator<void> {
  let excess = database.number('SELECT sum(bytes) FROM changesets') - limits.maxBytes;
  for (let dropped = SLICE; dropped === SLICE;) {
    const slice = database.transaction(() => dropChangesets(database, now - limits.maxAgeMs, excess));
    dropped = slice.count;
    excess -= slice.bytes;
    yield;
  }
  while (database.transaction(() => dropChanges(database)) > 0) yield;
  yield* vacuuming(database);
}

function dropChangesets(database: Database, oldest: number, excess: number): { count: number; bytes: number } {
  const rows = database.sql('SELECT seq, time, bytes FROM changesets ORDER BY seq LIMIT ?').all(SLICE) as Record<
    'seq' | 'time' | 'bytes',
    number
  >[];
  let bytes = 0;
  let count = 0;
  for (const row of rows) {
    if (row.time >= oldest && bytes >= excess) break;
    bytes += row.bytes;
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
function dropChanges(database: Database): number {
  const kept = Number(database.sql('SELECT min(seq) AS seq FROM changesets').get()?.['seq'] ?? Number.MAX_SAFE_INTEGER);
  const ids = database.sql('SELECT id FROM changes WHERE seq < ? ORDER BY seq LIMIT ?').all(kept, SLICE);
  for (const { id } of ids) {
    database.sql('DELETE FROM words WHERE rowid = ?').run(Number(id));
    database.sql('DELETE FROM changes WHERE id = ?').run(Number(id));
  }
  const lost = database.sql('SELECT seq, n FROM lost WHERE seq < ? ORDER BY seq LIMIT ?').all(kept, SLICE);
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
