import { describe, expect, it } from 'vitest';
import { ANY } from '../../../core/testing/stored-steps.ts';
import { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { migrate, MIGRATIONS, schemaVersion, type Migration } from './schema.ts';
import { damage } from './testing/damage.ts';
import { makeVersion1 } from './testing/old-versions.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { openFully, seqsIn, valueIn } from './testing/writes.ts';
import { xorOf } from './testing/xor-of.ts';

const addNote: Migration = (database) =>
  database.exec(`ALTER TABLE changesets ADD COLUMN note TEXT NOT NULL DEFAULT 'none'`);
const broken: Migration = (database) => {
  database.exec('CREATE TABLE half (a TEXT)');
  throw new Error('a migration that fails');
};

describe('the schema', () => {
  it('[CH5] an older database is brought to the newest version, with what it holds', () =>
    StorageBench.use((bench) => {
      const first = valueIn(openDatabase(bench.file, MIGRATIONS)).database;
      first.sql('INSERT INTO graves VALUES (?, 1, 0, ?, 2)').run('k', 'h');
      first.close();
      const { database } = valueIn(openDatabase(bench.file, [...MIGRATIONS, addNote]));
      expect(schemaVersion(database)).toBe(MIGRATIONS.length + 1);
      expect(database.number('SELECT count(*) FROM graves')).toBe(1);
      expect(database.number('SELECT count(note) FROM changesets')).toBe(0);
      database.close();
      expect(openDatabase(bench.file, MIGRATIONS)).toMatchObject({ ok: false, error: { kind: 'newer' } });
      return Promise.resolve();
    }));

  it('[PB6] version 1 is brought to version 2 with everything in it, and learns who has its changesets', () =>
    StorageBench.use(async (bench) => {
      const { maker, intent, facts } = makeVersion1(bench.file);
      const storage = bench.storage();
      const { state, lastSeq, intents, setAside, ...opened } = await openFully(storage);
      expect([xorOf(state.all), lastSeq, setAside]).toEqual([maker.digest, 100, null]);
      expect([intents, opened.facts]).toEqual([[intent], facts]);
      expect((await seqsIn(storage)).length).toBe(100);
      expect(valueIn(await storage.changes(100, 0, 1))?.total).toBe(1);
      expect(valueIn(await storage.history({ ...ANY, text: 'key7' })).changesets.at(-1)?.delivery).toBeNull();
      storage.delivered(8, { seen: 1, of: 1, ms: 5 });
      storage.commit(maker.step({ late: '1' }));
      await storage.close();
      await openFully(storage);
      const [newest, ...older] = valueIn(await storage.history(ANY)).changesets;
      expect([newest?.seq, newest?.delivery]).toEqual([101, null]);
      expect(older.find(({ seq }) => seq === 8)?.delivery).toEqual({ seen: 1, of: 1, ms: 5 });
    }));

  it('[CH5] what can be read of a damaged version 1 is kept in version 2', () =>
    StorageBench.use(async (bench) => {
      const { maker, intent, facts } = makeVersion1(bench.file);
      damage(bench.file, 'entries', (_, index) => index === 10);
      const storage = bench.storage();
      const { state, setAside, intents, lastSeq, ...opened } = await openFully(storage);
      expect(setAside?.reason).toBe('it is damaged');
      expect(state.all.length).toBeGreaterThan(5);
      for (const entry of state.all) expect(entry).toEqual(maker.entries.get(entry.key));
      expect([intents, opened.facts, lastSeq > 100]).toEqual([[intent], facts, true]);
      maker.seq = lastSeq;
      storage.commit(maker.step({ late: '1' }));
      storage.delivered(maker.seq, { seen: 1, of: 1, ms: 5 });
      expect(valueIn(await storage.history(ANY)).changesets.map(({ delivery }) => delivery?.ms)).toEqual([5]);
    }));

  it('[CH5] a migration that fails leaves the version before', () => {
    const database = new Database(':memory:', { readOnly: false });
    migrate(database, MIGRATIONS);
    expect(() => migrate(database, [...MIGRATIONS, addNote, broken])).toThrow('a migration that fails');
    expect(schemaVersion(database)).toBe(MIGRATIONS.length + 1);
    expect(database.number(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`)).toBe(0);
  });
});
