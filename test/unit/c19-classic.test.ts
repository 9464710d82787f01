import { describe, expect, it } from 'vitest';
import { runClassic } from '../../bench/convergence/classic.ts';

describe('the classic way, as a baseline', () => {
  it('[C1.6] does the same for the same seed and something else for another', async () => {
    const run = (seed: number): ReturnType<typeof runClassic> => runClassic({ nodes: 16, seed, entries: 10 });
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it('[C1.6] takes a few push rounds to reach half, and a pull round for those that the pushes missed', async () => {
    const runs = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((seed) => runClassic({ nodes: 50, seed, entries: 10 })));
    for (const { toHalfMs, toAllMs } of runs) {
      expect(toHalfMs).toBeGreaterThan(300);
      expect(toHalfMs).toBeLessThan(6_000);
      expect(toAllMs).toBeLessThan(130_000);
    }
    expect(runs.filter(({ toAllMs }) => toAllMs > 10_000).length).toBeGreaterThan(2);
  });

  it('[C1.6] costs more bytes with more entries, and the same time', async () => {
    const [few, many] = [10, 1_000].map((entries) => runClassic({ nodes: 50, seed: 1, entries }));
    const { bytes, ...rest } = (await many)!;
    expect(await few).toMatchObject(rest);
    expect(bytes).toBeGreaterThan(20 * (await few)!.bytes);
  });
});
