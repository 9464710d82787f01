import { expect, it } from 'vitest';
import { StepMaker } from '../../../core/testing/stored-steps.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { openFully, valueIn } from './testing/writes.ts';

/** Longer than the thread takes for the next chunk. */
const SLOW_MS = 5;

function beBusy(): void {
  const until = performance.now() + SLOW_MS;
  while (performance.now() < until);
}

it('[LM2] the event loop has its turns while the state is loaded, however slowly that is taken', () =>
  StorageBench.use(async (bench) => {
    const storage = bench.storage();
    await openFully(storage);
    const writes = Object.fromEntries(Array.from({ length: 8_000 }, (_, i) => [`k${i}`, `${i}`]));
    storage.commit(new StepMaker().step(writes));
    await storage.close();
    let inThisTurn = 0;
    let mostInATurn = 0;
    const entries = (): void => {
      beBusy();
      if (inThisTurn === 0) setImmediate(() => (inThisTurn = 0));
      inThisTurn += 1;
      mostInATurn = Math.max(mostInATurn, inThisTurn);
    };
    valueIn(await storage.open({ entries, graves: () => undefined }));
    expect(mostInATurn).toBeLessThanOrEqual(2);
  }));
