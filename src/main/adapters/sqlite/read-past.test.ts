import { expect, it } from 'vitest';
import { keyOf, StepMaker } from '../../../core/testing/stored-steps.ts';
import { CHUNK_CHARS } from './chunks.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { openFully, valueIn } from './testing/writes.ts';

it('[LM2] a page of the past with large values ends early, and the next goes on behind it', () =>
  StorageBench.use(async (bench) => {
    const storage = bench.storage();
    await openFully(storage);
    const maker = new StepMaker();
    const large = JSON.stringify('x'.repeat(200_000));
    const keys = Array.from({ length: 20 }, (_, i) => `k${String(i).padStart(2, '0')}`);
    storage.commit(maker.step(Object.fromEntries(keys.map((key) => [key, large]))));
    storage.commit(maker.step(Object.fromEntries(keys.map((key) => [key, null]))));
    const told: string[] = [];
    for (let more = true; more;) {
      const page = valueIn(await storage.since(1, keyOf(told.at(-1) ?? ''), 100));
      expect(page.past.length).toBeLessThanOrEqual(Math.ceil(CHUNK_CHARS / large.length));
      told.push(...page.past.map(({ key }) => key));
      more = page.more;
    }
    expect(told).toEqual(keys);
  }));
