import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { StepMaker } from '../../../core/testing/stored-steps.ts';
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
      const filler = join(disk.folder, 'filler');
      expect(() => writeFileSync(filler, Buffer.alloc(4 * MB))).toThrow('ENOSPC');
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
      expect(await seqsIn(storage)).toEqual([1]);
      disk.setWritable(true);
      expect(await storage.flush()).toEqual({ ok: true, value: undefined });
      expect(health).toEqual(['read-only', null]);
      expect(await seqsIn(storage)).toEqual([2, 1]);
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

it('[CH5] says what is wrong when there is no database and none can be made', async (context) => {
  context.skip(!CAN_MOUNT, 'only root may mount a small disk');
  await withSmallDisk(MB, (disk) =>
    StorageBench.use(async (bench) => {
      disk.setWritable(false);
      const storage = bench.storage({ file: join(disk.folder, 'data', 'state.db') });
      const opened = await storage.open({ entries: () => undefined, graves: () => undefined });
      expect(opened).toMatchObject({ ok: false, error: { kind: 'read-only' } });
    }),
  );
});
