import { describe, expect, it } from 'vitest';
import type { ManualTime } from '../../../core/testing/manual-time.ts';
import { SeededRandom } from '../../../core/testing/seeded-random.ts';
import { QueryRounds } from './query-rounds.ts';
import { createTime } from './testing/fake-network.ts';

const INTERVAL_MS = 10_000;

function createRounds(seed = 1): { time: ManualTime; rounds: QueryRounds; asked: number[] } {
  const time = createTime();
  const asked: number[] = [];
  const components = { scheduler: time, random: new SeededRandom(seed) };
  const rounds = new QueryRounds(components, { intervalMs: INTERVAL_MS }, () => asked.push(time.monotonicMs()));
  return { time, rounds, asked };
}

describe('query rounds', () => {
  it('[PD2] asks three times in the first seconds and then at each interval, for ever', async () => {
    const { time, rounds, asked } = createRounds();
    rounds.start();
    rounds.start();
    await time.pass(4_500);
    expect(asked).toHaveLength(3);
    await time.pass(100 * INTERVAL_MS);
    expect(asked.length).toBeGreaterThan(90);
    expect(asked.length).toBeLessThan(120);
  });

  it('[PD2] asks at different moments on different machines', async () => {
    const firsts = new Set<number>();
    for (let seed = 0; seed < 20; seed += 1) {
      const { time, rounds, asked } = createRounds(seed);
      rounds.start();
      await time.pass(1_000);
      firsts.add(Math.round(asked[0]!));
    }
    expect(firsts.size).toBeGreaterThan(15);
  });

  it('[PD2] leaves a round out when another node asked since the last one', async () => {
    const { time, rounds, asked } = createRounds();
    rounds.start();
    await time.pass(4_500);
    for (let step = 0; step < 200; step += 1) {
      await time.pass(1_000);
      rounds.heard();
    }
    expect(asked).toHaveLength(3);
    await time.pass(2 * 1.5 * INTERVAL_MS);
    expect(asked.length).toBeGreaterThan(3);
  });

  it('[PD2] asks now and then itself, however much others ask', async () => {
    const { time, rounds, asked } = createRounds();
    rounds.start();
    for (let step = 0; step < 3_600; step += 1) {
      await time.pass(1_000);
      rounds.heard();
    }
    expect(asked.length).toBeGreaterThan(8);
    expect(asked.length).toBeLessThan(20);
  });

  it('[PD2] does not take its own echo for another’s question', async () => {
    const time = createTime();
    let asked = 0;
    const rounds = new QueryRounds({ scheduler: time, random: new SeededRandom(2) }, { intervalMs: 1_000 }, () => {
      asked += 1;
      time.after(3, () => rounds.heard());
    });
    rounds.start();
    await time.pass(60_000);
    expect(asked).toBeGreaterThan(50);
  });

  it('[PD2] asks at once and quickly again when told to, also when others just asked', async () => {
    const { time, rounds, asked } = createRounds();
    rounds.start();
    await time.pass(60_000);
    rounds.heard();
    asked.length = 0;
    rounds.again();
    expect(asked).toHaveLength(1);
    await time.pass(4_500);
    expect(asked).toHaveLength(4);
  });

  it('[PD2] asks nothing after stop', async () => {
    const { time, rounds, asked } = createRounds();
    rounds.start();
    rounds.stop();
    rounds.stop();
    rounds.again();
    await time.pass(60_000);
    expect(asked).toEqual([]);
  });
});
