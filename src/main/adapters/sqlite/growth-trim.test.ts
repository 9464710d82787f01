import { describe, expect, it } from 'vitest';
import { StepMaker } from '../../../core/testing/stored-steps.ts';
import { PATIENTLY } from '../../testing/patiently.ts';
import { GrowthTrim } from './growth-trim.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { openFully, seqsIn } from './testing/writes.ts';

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
    growth.grew(49);
    growth.trimIfDue();
    expect(ends).toHaveLength(0);
    growth.grew(1);
    growth.trimIfDue();
    growth.grew(500);
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
});
