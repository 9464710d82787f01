import type { EntryView, Key } from '../../../shared/model.ts';
import { CHUNK_CHARS, CHUNK_ENTRIES, chunks } from './chunks.ts';
import type { Database } from './database.ts';
import type { FromWorker, OpenAnswer, StoredIntent } from './messages.ts';
import { readMeta } from './meta.ts';
import { entryAt, graveOf, type Row } from './rows.ts';

/** Small ones: taking over an entry costs the event loop some 10 µs, and what lives on is copied by the garbage collector in the same turn (LM2). */
const CHUNK = { count: CHUNK_ENTRIES / 4, weight: CHUNK_CHARS / 4 };

/** All that is kept of the present, as messages of bounded size (LM2). */
export function* storedState(database: Database): Generator<FromWorker> {
  for (const chunk of chunks(storedEntries(database), (entry) => entry.text.length, CHUNK))
    yield { kind: 'entries', chunk };
  const graves = database.sql('SELECT * FROM graves ORDER BY buried_at').iterate();
  for (const chunk of chunks(graves, () => 0, CHUNK)) yield { kind: 'graves', chunk: chunk.map(graveOf) };
  const intents = database.sql('SELECT id, time, origin, entries FROM intents ORDER BY id, piece').iterate();
  const stored = intents as Iterable<unknown> as Iterable<StoredIntent>;
  for (const chunk of chunks(stored, ({ entries }) => entries.length, CHUNK)) yield { kind: 'intents', chunk };
}

export const openAnswer = (database: Database, setAside: OpenAnswer['setAside']): OpenAnswer => ({
  epoch: readMeta(database, 'epoch'),
  lastSeq: Math.max(database.number('SELECT max(seq) FROM changesets'), readMeta(database, 'floor').seq),
  facts: readMeta(database, 'facts'),
  setAside: setAside ?? readMeta(database, 'setAside'),
});

function* storedEntries(database: Database): Generator<EntryView> {
  for (const row of database.sql('SELECT * FROM entries').iterate() as Iterable<Row>) {
    const entry = entryAt(row, row['key'] as Key, '');
    if (entry !== null) yield entry;
  }
}
