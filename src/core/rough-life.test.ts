import { beforeAll, expect, it } from 'vitest';
import { settle } from '../../test/support/settle.ts';
import { loadXxh64, type Xxh64 } from './state/xxh64.ts';
import { RoughLife } from './testing/rough-life.ts';

/** More seeds: `npm run sim -- --lives N --first SEED`. */
const SEEDS = Number(process.env['GRAPEVINE_SIM_LIVES'] ?? 100);
const FIRST = Number(process.env['GRAPEVINE_SIM_FIRST'] ?? 1);

let xxh64: Xxh64;
beforeAll(async () => {
  xxh64 = await loadXxh64();
});

it(
  `[ST9] five machines with wrong clocks that crash and are cut apart agree, lose no acknowledged write and bring nothing back, for ${SEEDS} seeds`,
  { timeout: 60_000 + SEEDS * 5_000 },
  async () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const life = new RoughLife({ seed, settle, xxh64 });
      await life.run();
      expect(await life.faults(), `replay with: npm run sim -- --lives 1 --first ${seed}`).toEqual([]);
    }
  },
);
