import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANY, Received, StepMaker } from '../../../core/testing/stored-steps.ts';
import { damage } from './testing/damage.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { healthOf, intentOf, openFully, seqsIn, valueIn } from './testing/writes.ts';
import { xorOf } from './testing/xor-of.ts';

const VALUE = JSON.stringify('x'.repeat(1_000));

/** A closed database with 100 keys written in 100 steps, and an intent. */
async function filled(bench: StorageBench): Promise<StepMaker> {
  const storage = bench.storage();
  await openFully(storage);
  const maker = new StepMaker();
  for (let i = 0; i < 100; i += 1) storage.commit(maker.step({ [`key${i}`]: VALUE }));
  storage.remember({ lastContact: 7, peers: [] });
  valueIn(await storage.intend(intentOf(9)));
  await storage.close();
  return maker;
}

const namesBeside = (file: string): string[] => readdirSync(dirname(file));

describe('a damaged database', () => {
  it('[CH5] is set aside, named, and what can be read of the present is kept', () =>
    StorageBench.use(async (bench) => {
      const maker = await filled(bench);
      damage(bench.file, 'entries', (_, index) => index === 10);
      const whole = readFileSync(bench.file);
      const storage = bench.storage();
      const { state, setAside, facts, intents, lastSeq } = await openFully(storage);
      expect(setAside?.reason).toBe('it is damaged');
      expect(basename(setAside?.file ?? '')).toMatch(/^state\.damaged-\d{4}-\d\d-\d\dT[\d-]+\.\d{3}Z\.db$/);
      expect(readFileSync(setAside?.file ?? '').equals(whole)).toBe(true);
      expect(state.all.length).toBeGreaterThan(5);
      expect(state.all.length).toBeLessThan(100);
      for (const entry of state.all) expect(entry).toEqual(maker.entries.get(entry.key));
      expect([facts.lastContact, intents.length]).toEqual([7, 1]);
      expect(lastSeq).toBeGreaterThan(100);
      expect((await storage.since(50, null, 9)).ok).toBe(false);
      await storage.close();
      expect((await openFully(storage)).setAside).toBeNull();
    }));

  it('[CH5] that is no database at all is set aside', () =>
    StorageBench.use(async (bench) => {
      await filled(bench);
      writeFileSync(bench.file, 'something else'.repeat(1_000));
      const { state, setAside, lastSeq } = await openFully(bench.storage());
      expect(state.all).toEqual([]);
      expect(setAside?.reason).toBe('it is not a database');
      expect(readFileSync(setAside?.file ?? '', 'utf8')).toContain('something else');
      expect(lastSeq).toBe(1);
    }));

  it('[CH5] of another program is set aside', () =>
    StorageBench.use(async (bench) => {
      await filled(bench);
      const database = new DatabaseSync(bench.file);
      database.exec('PRAGMA application_id = 77');
      database.close();
      expect((await openFully(bench.storage())).setAside?.reason).toBe('it is the database of another program');
    }));

  it('[CH5] of which only the log is left is set aside', () =>
    StorageBench.use(async (bench) => {
      mkdirSync(dirname(bench.file));
      writeFileSync(`${bench.file}-wal`, 'what was written last');
      const { state, setAside } = await openFully(bench.storage());
      expect([state.all, setAside?.reason]).toEqual([[], 'only its log was left']);
      expect(readFileSync(`${setAside?.file}-wal`, 'utf8')).toBe('what was written last');
    }));

  it('[CH5] found out while reading history is replaced, and the state stays whole', () =>
    StorageBench.use(async (bench) => {
      const maker = await filled(bench);
      damage(bench.file, 'changes');
      const storage = bench.storage({ retryMs: 10 });
      const health = healthOf(storage);
      const works = new Promise<void>((resolve) => storage.onHealth((fault) => fault === null && resolve()));
      expect((await openFully(storage)).setAside).toBeNull();
      expect(await storage.changes(5, 0, 9)).toMatchObject({ ok: false, error: { kind: 'failed' } });
      await works;
      expect(health).toEqual(['failed', null]);
      storage.commit(maker.step({ late: '1' }));
      expect(await seqsIn(storage)).toEqual([101]);
      await storage.close();
      const { state, setAside, lastSeq } = await openFully(storage);
      expect(xorOf(state.all)).toBe(maker.digest);
      expect(lastSeq).toBe(101);
      expect(namesBeside(bench.file)).toContain(basename(setAside?.file ?? 'none'));
    }));

  it('[CH5] found out while storing is replaced, and nothing visible is lost', () =>
    StorageBench.use(async (bench) => {
      const maker = await filled(bench);
      damage(bench.file, 'changes_key');
      damage(bench.file, 'changes_seq');
      const storage = bench.storage({ retryMs: 10 });
      await openFully(storage);
      storage.commit(maker.step({ late: VALUE, key5: '2' }));
      const works = new Promise<void>((resolve) => storage.onHealth((fault) => fault === null && resolve()));
      await works;
      await storage.close();
      const { state, setAside } = await openFully(storage);
      expect(setAside).not.toBeNull();
      expect(xorOf(state.all)).toBe(maker.digest);
    }));
});

describe('a database that is not ours to use', () => {
  it('[CH5] of a newer version is refused with a clear sentence and left as it is', () =>
    StorageBench.use(async (bench) => {
      await filled(bench);
      const database = new DatabaseSync(bench.file);
      database.exec('PRAGMA user_version = 99');
      database.close();
      const before = readFileSync(bench.file);
      const opened = await bench.storage().open(new Received());
      expect(opened).toMatchObject({ ok: false, error: { kind: 'newer' } });
      expect(opened.ok ? '' : opened.error.detail).toContain('newer version of Grapevine');
      expect(readFileSync(bench.file).equals(before)).toBe(true);
      expect(namesBeside(bench.file)).toEqual(['state.db']);
    }));

  it('[CH5] that is open already is refused, and the first goes on', () =>
    StorageBench.use(async (bench) => {
      const [first, second] = [bench.storage(), bench.storage()];
      await openFully(first);
      const opened = await second.open(new Received());
      expect(opened).toMatchObject({ ok: false, error: { kind: 'failed' } });
      expect(opened.ok ? '' : opened.error.detail).toContain('Another program');
      first.commit(new StepMaker().step({ a: '1' }));
      expect(valueIn(await first.history(ANY)).changesets.length).toBe(1);
    }));

  it.each([
    ['a folder', (file: string) => mkdirSync(file, { recursive: true })],
    ['a link that leads nowhere else', (file: string) => symlinkSync(file, file)],
  ])('[CH5] that cannot be read for now (%s) is refused with a clear sentence and left as it is', (_, put) =>
    StorageBench.use(async (bench) => {
      mkdirSync(dirname(bench.file));
      put(bench.file);
      const storage = bench.storage({ retryMs: 1 });
      const opened = await storage.open(new Received());
      expect(opened).toMatchObject({ ok: false, error: { kind: 'failed' } });
      expect(opened.ok ? '' : opened.error.detail).toMatch(
        /^The database .*state\.db cannot be read: .*left as it is\.$/,
      );
      expect(namesBeside(bench.file)).toEqual(['state.db']);
    }),
  );

  it('[CH5] folder and files are for this user alone', () =>
    StorageBench.use(async (bench) => {
      chmodSync(bench.folder, 0o755);
      await filled(bench);
      expect(statSync(dirname(bench.file)).mode & 0o777).toBe(0o700);
      expect(statSync(bench.file).mode & 0o777).toBe(0o600);
    }));
});
