import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { samplesOf } from '../fuzz/lib/corpus.ts';
import { fuzzTarget } from '../fuzz/lib/fuzz-target.ts';
import { RoundFailure, runRound } from '../fuzz/lib/round.ts';
import { accepted, classOf, refused, type Target } from '../fuzz/lib/target.ts';
import { TARGETS } from '../fuzz/targets.ts';

/** Changed samples for each target, besides the samples. The long form is `npm run fuzz`. */
const CHANGED = 60;
const SEED = 20_261_127;

describe('what comes from outside', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))(
    '[ARCH] is answered at the border and leaves a valid state behind it: %s',
    async (name, target) => {
      const samples = samplesOf(name);
      const { inputs, ...report } = await runRound(target, { seed: SEED, samples, inputs: samples.length + CHANGED });
      expect(inputs).toBe(samples.length + CHANGED);
      // The samples get through the border, and are stopped at it.
      expect(report.accepted).toBeGreaterThan(0);
      expect(report.accepted).toBeLessThan(inputs);
      expect(report.classes.size).toBeGreaterThan(2);
    },
  );
});

/** Fails at whatever holds the letter x twice. */
const FRAIL: Target = {
  ...{ name: 'frail', form: 'text' as const },
  open: () =>
    Promise.resolve({
      feed: (input) => {
        const count = input.filter((byte) => byte === 120).length;
        if (count > 1) throw new Error(`${count} of them`);
        return Promise.resolve(count === 0 ? refused('none') : accepted('one'));
      },
      close: () => Promise.resolve(),
    }),
};

const failureOf = (seed: number): Promise<RoundFailure> =>
  runRound(FRAIL, { seed, samples: [Buffer.from('{"x": 1}')], inputs: 1_000 }).then(
    () => expect.fail('it found nothing'),
    (error: unknown) => error as RoundFailure,
  );

describe('fuzzing', () => {
  it('[ARCH] finds a planted fault, and the same input again from the seed', async () => {
    const failure = await failureOf(1);
    expect(failure).toBeInstanceOf(RoundFailure);
    expect(failure.message).toContain('of them');
    expect(failure.iteration).toBeGreaterThan(0);
    const again = await failureOf(1);
    expect([again.iteration, again.input]).toEqual([failure.iteration, failure.input]);
    expect((await failureOf(2)).input).not.toEqual(failure.input);
  });

  it('[ARCH] counts a fault beside the answers, such as an unhandled rejection, to the input before it', async () => {
    const samples = [Buffer.from('a'), Buffer.from('b')];
    let fed = 0;
    const strayFault = (): unknown => (++fed === 2 ? new Error('stray') : null);
    await expect(runRound(FRAIL, { seed: 1, samples, inputs: 2, strayFault })).rejects.toMatchObject({ iteration: 1 });
  });

  it('[ARCH] ends a thread that hangs at an input, and tells at which', async () => {
    const code = `
      const { workerData } = require('node:worker_threads');
      const numbers = new Int32Array(workerData.memory, 0, 2);
      new Uint8Array(workerData.memory, 8).set([7, 8, 9]);
      numbers[0] = 3;
      Atomics.add(numbers, 1, 1);
      for (;;);`;
    const options = { target: 'x', seed: 5, rounds: 1, ms: 60_000, hangMs: 200 };
    const report = await fuzzTarget(options, (workerData) => new Worker(code, { eval: true, workerData }));
    expect(report.failure).toMatchObject({ seed: 5, input: Uint8Array.of(7, 8, 9) });
    expect(report.failure?.text).toContain('more than 200 ms');
  });

  it('[ARCH] tells outcomes apart by their form, not by names and numbers', () => {
    const [a, b, c] = [
      refused('entry "a" has 3 bytes'),
      refused('entry "b\\"c" has 400 bytes'),
      accepted('entry "a" has 3 bytes'),
    ];
    expect(classOf(a)).toBe(classOf(b));
    expect(classOf(a)).not.toBe(classOf(c));
  });
});
