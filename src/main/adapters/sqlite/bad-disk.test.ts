import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ANY, Received, StepMaker } from '../../../core/testing/stored-steps.ts';
import type { SqliteStorage } from './sqlite-storage.ts';
import { damage } from './testing/damage.ts';
import { CAN_MOUNT, withSmallDisk } from './testing/small-disk.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { healthOf, intentOf, openFully, seqsIn, valueIn } from './testing/writes.ts';
import { xorOf } from './testing/xor-of.ts';

const MB = 1024 * 1024;
const NEVER_MS = 3_600_000;
const LARGE = JSON.stringify('x'.repeat(100_000));

it('[CH5] refuses writes on a full disk, keeps what is visible already, and goes on when there is room', async (context) => {
  context.skip(!CAN_MOUNT, 'only root may mount a small disk');
  await withSmallDisk(4 * MB, (disk) =>
    StorageBench.use(async (bench) => {
      const file = join(disk.folder, 'state.db');
      const filler = join(disk.folder, 'filler');
      writeFileSync(filler, Buffer.alloc(2 * MB));
      const storage = bench.storage({ file, retryMs: NEVER_MS });
      const health = healthOf(storage);
      await openFully(storage);
      const maker = new StepMaker();
      let id = 0;
      for (let isStored = true; isStored; id += 1) {
        const done = await storage.intend(intentOf(id + 1, `k${id}`, LARGE));
        isStored = done.ok;
        expect(done.ok ? 'full' : done.error.kind).toBe('full');
        if (isStored) storage.commit(maker.step({ [`k${id}`]: LARGE }, { intent: id + 1 }));
      }
      expect(health.at(-1)).toBe('full');
      for (let i = 0; i < 5; i += 1) storage.commit(maker.step({ [`peer${i}`]: LARGE }));
      expect(await storage.flush()).toMatchObject({ error: { kind: 'full' } });
      expect((await seqsIn(storage)).length).toBeLessThan(maker.seq);
      rmSync(filler);
      valueIn(await storage.intend(intentOf(id + 1, 'last')));
      expect(health.at(-1)).toBeNull();
      expect(await seqsIn(storage)).toEqual(Array.from({ length: maker.seq }, (_, i) => maker.seq - i));
      await storage.close();
      const { state, intents } = await openFully(storage);
      expect(xorOf(state.all)).toBe(maker.digest);
      expect(intents).toEqual([intentOf(id + 1, 'last')]);
      await storage.close();
    }),
  );
});

it('[CH5] starts from a full disk', async (context) => {
  context.skip(!CAN_MOUNT, 'only root may mount a small disk');
  await withSmallDisk(4 * MB, (disk) =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage({ file: join(disk.folder, 'state.db'), retryMs: NEVER_MS });
      await openFully(storage);
      storage.commit(new StepMaker().step({ a: '1' }));
      await storage.close();
      const filler = disk.fill();
      expect((await openFully(storage)).state.texts).toEqual(['a=1']);
      expect(await storage.intend(intentOf(1, 'b', LARGE))).toMatchObject({ error: { kind: 'full' } });
      rmSync(filler);
      valueIn(await storage.intend(intentOf(2, 'b', LARGE)));
      await storage.close();
      expect((await openFully(storage)).intents).toEqual([intentOf(2, 'b', LARGE)]);
      await storage.close();
    }),
  );
});

it('[CH5] starts from a disk that cannot be written to, refuses writes, and goes on when it can', async (context) => {
  context.skip(!CAN_MOUNT, 'only root may mount a small disk');
  await withSmallDisk(16 * MB, (disk) =>
    StorageBench.use(async (bench) => {
      const file = join(disk.folder, 'state.db');
      const storage = bench.storage({ file, retryMs: NEVER_MS });
      const health = healthOf(storage);
      await openFully(storage);
      const maker = new StepMaker();
      storage.commit(maker.step({ a: '1' }));
      await storage.close();
      disk.setWritable(false);
      const { state } = await openFully(storage);
      expect(state.texts).toEqual(['a=1']);
      expect(health).toEqual(['read-only']);
      expect(await storage.intend(intentOf(1))).toMatchObject({ error: { kind: 'read-only' } });
      storage.commit(maker.step({ b: '2' }));
      storage.delivered(1, { seen: 1, of: 2, ms: 3 });
      storage.delivered(2, { seen: 2, of: 2, ms: 4 });
      expect(await seqsIn(storage)).toEqual([1]);
      disk.setWritable(true);
      expect(await storage.flush()).toEqual({ ok: true, value: undefined });
      expect(health).toEqual(['read-only', null]);
      const { changesets } = valueIn(await storage.history(ANY));
      expect(changesets.map(({ seq, delivery }) => [seq, delivery?.ms])).toEqual([
        [2, 4],
        [1, 3],
      ]);
      await storage.close();
      expect(xorOf((await openFully(storage)).state.all)).toBe(maker.digest);
      await storage.close();
    }),
  );
});

it('[CH5] tries again by itself', async (context) => {
  context.skip(!CAN_MOUNT, 'only root may mount a small disk');
  await withSmallDisk(16 * MB, (disk) =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage({ file: join(disk.folder, 'state.db'), retryMs: 20 });
      await openFully(storage);
      await storage.close();
      disk.setWritable(false);
      await openFully(storage);
      storage.commit(new StepMaker().step({ a: '1' }));
      const works = new Promise<void>((resolve) => storage.onHealth((fault) => fault === null && resolve()));
      disk.setWritable(true);
      await works;
      expect(await seqsIn(storage)).toEqual([1]);
      await storage.close();
    }),
  );
});

it('[CH5] waits with its next try until the stored state is read', async (context) => {
  context.skip(!CAN_MOUNT, 'only root may mount a small disk');
  await withSmallDisk(16 * MB, (disk) =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage({ file: join(disk.folder, 'state.db'), retryMs: 1 });
      await openFully(storage);
      const keys = Array.from({ length: 20_000 }, (_, i) => [`k${i}`, '1'] as const);
      storage.commit(new StepMaker().step(Object.fromEntries(keys)));
      await storage.close();
      disk.setWritable(false);
      const { state, lastSeq } = await openFully(storage);
      expect([state.all.length, lastSeq]).toEqual([20_000, 1]);
      await storage.close();
    }),
  );
});

it('[CH5] leaves a damaged database in its place while no other can be begun', async (context) => {
  context.skip(!CAN_MOUNT, 'only root may mount a small disk');
  await withSmallDisk(8 * MB, (disk) =>
    StorageBench.use(async (bench) => {
      const file = join(disk.folder, 'state.db');
      const maker = await withHundredKeys(bench.storage({ file }));
      damage(file, 'entries', (_, index) => index === 10);
      const whole = readFileSync(file);
      const filler = disk.fill();
      const storage = bench.storage({ file });
      expect(await storage.open(new Received())).toMatchObject({ ok: false, error: { kind: 'full' } });
      expect(readdirSync(disk.folder).join()).not.toMatch(/damaged|new/);
      expect(readFileSync(file).equals(whole)).toBe(true);
      rmSync(filler);
      const { state, setAside } = await openFully(storage);
      expect(setAside?.reason).toBe('it is damaged');
      expect(state.all.length).toBeGreaterThan(5);
      for (const entry of state.all) expect(entry).toEqual(maker.entries.get(entry.key));
      await storage.close();
    }),
  );
});

it('[CH5] replaces a damaged database when there is room again, and nothing visible is lost', async (context) => {
  context.skip(!CAN_MOUNT, 'only root may mount a small disk');
  await withSmallDisk(8 * MB, (disk) =>
    StorageBench.use(async (bench) => {
      const file = join(disk.folder, 'state.db');
      const maker = await withHundredKeys(bench.storage({ file }));
      damage(file, 'changes');
      const storage = bench.storage({ file, retryMs: 10 });
      const { epoch } = await openFully(storage);
      const filler = disk.fill();
      expect(await storage.changes(5, 0, 9)).toMatchObject({ ok: false, error: { kind: 'full' } });
      storage.commit(maker.step({ late: LARGE }));
      expect(await storage.intend(intentOf(1))).toMatchObject({ ok: false });
      const works = new Promise<void>((resolve) => storage.onHealth((fault) => fault === null && resolve()));
      rmSync(filler);
      await works;
      await storage.close();
      const again = await openFully(storage);
      expect(xorOf(again.state.all)).toBe(maker.digest);
      expect([again.setAside?.reason, again.epoch, again.lastSeq]).toEqual(['it is damaged', epoch, 101]);
      await storage.close();
    }),
  );
});

/** A closed database with 100 keys written in 100 steps. */
async function withHundredKeys(storage: SqliteStorage): Promise<StepMaker> {
  await openFully(storage);
  const maker = new StepMaker();
  for (let i = 0; i < 100; i += 1) storage.commit(maker.step({ [`key${i}`]: JSON.stringify('x'.repeat(1_000)) }));
  await storage.close();
  return maker;
}
