import type { StoredFacts } from '../../../core/ports.ts';
import type { Database } from './database.ts';

/** The newest changeset that history has lost: the state after it can still be told. */
export interface HistoryFloor {
  seq: number;
  /** Null when nothing was lost yet. */
  time: number | null;
}

/** The small values kept beside the state, as JSON. */
interface Meta {
  epoch: string;
  facts: StoredFacts;
  floor: HistoryFloor;
  /** A database that was set aside while the program ran: told at the next start. */
  setAside: { file: string; reason: string } | null;
}

const DEFAULTS: Meta = {
  epoch: '',
  facts: { lastContact: null, peers: [] },
  floor: { seq: 0, time: null },
  setAside: null,
};

export function readMeta<Name extends keyof Meta>(database: Database, name: Name): Meta[Name] {
  const row = database.sql('SELECT value FROM meta WHERE name = ?').get(name);
  return row === undefined ? DEFAULTS[name] : (JSON.parse(String(row['value'])) as Meta[Name]);
}

export function writeMeta<Name extends keyof Meta>(database: Database, name: Name, value: Meta[Name]): void {
  database.sql('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(name, JSON.stringify(value));
}
