import { describe, expect, it } from 'vitest';
import { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { migrate, MIGRATIONS, schemaVersion, type Migration } from './schema.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { valueIn } from './testing/writes.ts';

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

  it('[CH5] a migration that fails leaves the version before', () => {
    const database = new Database(':memory:', { readOnly: false });
    migrate(database, MIGRATIONS);
    expect(() => migrate(database, [...MIGRATIONS, addNote, broken])).toThrow('a migration that fails');
    expect(schemaVersion(database)).toBe(MIGRATIONS.length + 1);
    expect(database.number(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`)).toBe(0);
  });
});
