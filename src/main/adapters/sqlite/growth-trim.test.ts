import { describe, expect, it } from 'vitest';
import { StepMaker } from '../../../core/testing/stored-steps.ts';
import { PATIENTLY } from '../../testing/patiently.ts';
import { Database } from './database.ts';
import { GrowthTrim } from './growth-trim.ts';
import { stepOf } from './pieces.ts';
import { migrate, MIGRATIONS } from './schema.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { openFully, seqsIn } from './testing/writes.ts';
import { trimming, type HistoryMeter } from './trim.ts';
import { writeStep } from './write-step.ts';

/** Counts anew at each step. */
class FiftyRows implements HistoryMeter {
  readonly bytes = (count: () => number): number => count();
  readonly slice = (): number => 50;
  readonly dropped = (): void => undefined;
}

const LIMITS = { maxAgeMs: 1_000, maxBytes: 1_000 };

describe('history that grows', () => {
  it('[CH3] is cut to its size without being asked, and by size alone', () =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage({ limits: { maxAgeMs: 1, maxBytes: 100_000 } });
      await openFully(storage);
      const maker = new StepMaker();
      for (let i = 0; i < 200; i += 1) storage.commit(maker.step({ a: JSON.stringify(`${i}`.repeat(300)) }));
      await expect.poll(async () => (await seqsIn(storage)).at(-1), PATIENTLY).toBeGreaterThan(1);
      expect((await seqsIn(storage))[0]).toBe(200);
    }));

  it('[CH3] is trimmed once for each twentieth of its size, and not twice at once', async () => {
    const ends: (() => void)[] = [];
    const growth = new GrowthTrim(() => new Promise<void>((resolve) => void ends.push(resolve)), LIMITS);
    growth.grew(1, 49);
    growth.trimIfDue();
    expect(ends).toHaveLength(0);
    growth.grew(1, 1);
    growth.trimIfDue();
    growth.grew(1, 500);
    growth.trimIfDue();
    const asked = growth.trim(5);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await expect.poll(() => ends.length, PATIENTLY).toBe(2);
    ends[1]?.();
    await asked;
    growth.trimIfDue();
    expect(ends).toHaveLength(2);
  });

  it('[CH3] is dropped faster than it grows', async () => {
    const slices: number[] = [];
    const growth = new GrowthTrim((_now, meter) => {
      for (const rows of [0, 100, 1_000, 100_000]) {
        growth.grew(rows, 0);
        slices.push(meter.slice());
      }
      return Promise.resolve();
    }, LIMITS);
    await growth.trim(5);
    expect(slices).toEqual([250, 250, 1_500, 150_000]);
  });

  it('[CH3] is measured while it grows and shrinks, and counted once', async () => {
    let counted = 0;
    const seen: number[] = [];
    const count = (): number => ((counted += 1), 700);
    const growth = new GrowthTrim((_now, meter) => {
      seen.push(meter.bytes(count));
      growth.grew(1, 40);
      meter.dropped(100);
      seen.push(meter.bytes(count));
      return Promise.resolve();
    }, LIMITS);
    growth.grew(1, 60);
    growth.trimIfDue();
    await expect.poll(() => seen, PATIENTLY).toEqual([700, 640]);
    expect(counted).toBe(1);
  });

  it('[CH3] is whole and small again although each trim was cut off after a few steps', () => {
    const database = new Database(':memory:', { readOnly: false });
    migrate(database, MIGRATIONS);
    const maker = new StepMaker();
    const manyKeys = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, '"x"']));
    database.transaction(() => {
      for (let i = 0; i < 100; i += 1) writeStep(database, stepOf(maker.step(manyKeys)));
    });
    const kept = database.number('SELECT sum(bytes) FROM changesets') / 10;
    for (let life = 0; life < 60; life += 1) {
      const trim = trimming(database, -Infinity, { maxAgeMs: 1, maxBytes: kept }, new FiftyRows());
      for (let step = 0; step < 3; step += 1) trim.next();
      const orphans = database.number('SELECT count(*) FROM changes WHERE seq < (SELECT min(seq) FROM changesets)');
      expect(orphans).toBeLessThanOrEqual(50 * 20);
    }
    expect(database.number('SELECT sum(bytes) FROM changesets')).toBeLessThanOrEqual(kept);
    expect(database.number('SELECT count(*) FROM changes')).toBe(
      20 * database.number('SELECT count(*) FROM changesets'),
    );
    database.close();
  });
});
