import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANY, StepMaker, valueOf } from '../../../core/testing/stored-steps.ts';
import { CAN_MOUNT, withSmallDisk, type SmallDisk } from './testing/small-disk.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { healthOf, intentOf, openFully, seqsIn, valueIn } from './testing/writes.ts';
import { xorOf } from './testing/xor-of.ts';

const MB = 1024 * 1024;
const NEVER_MS = 3_600_000;

/** How a disk can refuse, and how it takes everything again. */
const BAD_DISKS: [kind: string, spoil: (disk: SmallDisk) => () => void][] = [
  [
    'full',
    (disk) => {
      const filler = disk.fill();
      return () => rmSync(filler);
    },
  ],
  [
    'read-only',
    (disk) => {
      disk.setWritable(false);
      return () => disk.setWritable(true);
    },
  ],
];

describe.each(BAD_DISKS)('where there is no database and the disk is %s', (kind, spoil) => {
  it('[CH5] starts empty, says so, refuses writes, and makes the database when it can', async (context) => {
    context.skip(!CAN_MOUNT, 'only root may mount a small disk');
    await withSmallDisk(8 * MB, (disk) =>
      StorageBench.use(async (bench) => {
        const repair = spoil(disk);
        const storage = bench.storage({ file: join(disk.folder, 'data', 'state.db'), retryMs: NEVER_MS });
        const health = healthOf(storage);
        const { epoch, state, lastSeq, intents, setAside } = await openFully(storage);
        expect([state.all, lastSeq, intents, setAside, health]).toEqual([[], 0, [], null, [kind]]);
        expect(epoch).toMatch(/^[0-9a-f]{32}$/);
        expect(await storage.intend(intentOf(1))).toMatchObject({ error: { kind } });
        expect(await storage.setAside([valueOf('a', '1')])).toMatchObject({ error: { kind } });
        expect(valueIn(await storage.history(ANY))).toEqual({ changesets: [], more: false });
        const maker = new StepMaker();
        for (let i = 0; i < 5; i += 1) storage.commit(maker.step({ a: `${i}`, [`k${i}`]: '1' }));
        storage.remember({ lastContact: 7, peers: [] });
        expect(await storage.flush()).toMatchObject({ error: { kind } });
        repair();
        valueIn(await storage.intend(intentOf(2)));
        expect(health).toEqual([kind, null]);
        expect(await seqsIn(storage)).toEqual([5, 4, 3, 2, 1]);
        await storage.close();
        const again = await openFully(storage);
        expect(xorOf(again.state.all)).toBe(maker.digest);
        expect([again.epoch, again.lastSeq, again.facts.lastContact]).toEqual([epoch, 5, 7]);
        expect([again.intents, again.setAside]).toEqual([[intentOf(2)], null]);
        await storage.close();
      }),
    );
  });

  it('[CH5] tries again by itself, and keeps what there is no memory for in short', async (context) => {
    context.skip(!CAN_MOUNT, 'only root may mount a small disk');
    await withSmallDisk(8 * MB, (disk) =>
      StorageBench.use(async (bench) => {
        const repair = spoil(disk);
        const queue = { maxSteps: 10, maxChars: 1e9, windowChars: 500, delayMs: 0 };
        const storage = bench.storage({ file: join(disk.folder, 'state.db'), retryMs: 10, queue });
        await openFully(storage);
        const maker = new StepMaker();
        for (let i = 0; i < 100; i += 1) storage.commit(maker.step({ [`k${i % 7}`]: `${i}` }));
        expect(bench.warnings.events).toContain('history-gap');
        const works = new Promise<void>((resolve) => storage.onHealth((fault) => fault === null && resolve()));
        repair();
        await works;
        await storage.close();
        const { state, lastSeq } = await openFully(storage);
        expect([xorOf(state.all), lastSeq]).toEqual([maker.digest, 100]);
        await storage.close();
      }),
    );
  });

  it('[CH5] leaves another database that has come to its place meanwhile as it is', async (context) => {
    context.skip(!CAN_MOUNT, 'only root may mount a small disk');
    await withSmallDisk(8 * MB, (disk) =>
      StorageBench.use(async (bench) => {
        const other = bench.storage();
        await openFully(other);
        other.commit(new StepMaker().step({ other: '1' }));
        await other.close();
        const repair = spoil(disk);
        const file = join(disk.folder, 'state.db');
        const storage = bench.storage({ file, retryMs: NEVER_MS });
        await openFully(storage);
        storage.commit(new StepMaker().step({ mine: '1' }));
        repair();
        copyFileSync(bench.file, file);
        const flushed = await storage.flush();
        expect(flushed.ok ? '' : flushed.error.detail).toContain('Another database has appeared');
        await storage.close();
        expect((await openFully(storage)).state.texts).toEqual(['other=1']);
        await storage.close();
      }),
    );
  });
});

describe('a database that was not finished when the program ended', () => {
  it('[CH5] is begun anew', () =>
    StorageBench.use(async (bench) => {
      mkdirSync(dirname(bench.file));
      writeFileSync(bench.file, '');
      for (const suffix of ['', '-wal', '-journal']) writeFileSync(`${bench.file}.new${suffix}`, 'half of it');
      const storage = bench.storage();
      expect((await openFully(storage)).setAside).toBeNull();
      await storage.close();
      expect(readdirSync(dirname(bench.file))).toEqual(['state.db']);
      expect(readFileSync(bench.file).toString('latin1', 0, 15)).toBe('SQLite format 3');
    }));
});
