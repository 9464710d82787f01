import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANY, Received, STAMP, StepMaker, USER, keyOf, valueOf } from '../../../core/testing/stored-steps.ts';
import { StorageBench } from './testing/storage-bench.ts';
import { intentOf, openFully, seqsIn, valueIn } from './testing/writes.ts';
import { xorOf } from './testing/xor-of.ts';

/** Everything in the folder of the database, as it lies on the disk. */
const bytesOnDisk = (file: string): string =>
  readdirSync(dirname(file))
    .map((name) => readFileSync(join(dirname(file), name), 'latin1'))
    .join('');

describe('the storage in SQLite', () => {
  it('[CH1] writes that arrive together share a transaction', () =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage();
      await openFully(storage);
      const all = await Promise.all(Array.from({ length: 200 }, (_, i) => storage.intend(intentOf(i + 1))));
      expect(all.every((done) => done.ok)).toBe(true);
      const { transactions, intents } = valueIn(await storage.stats());
      expect(intents).toBe(200);
      expect(transactions).toBeLessThanOrEqual(3);
    }));

  it('[LM2] takes an intent and a step of many entries, each in one transaction', () =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage();
      await openFully(storage);
      const entries = Array.from({ length: 3_500 }, (_, i) => valueOf(`k${i}`, `${i}`));
      const intent = { id: 1, time: STAMP, origin: USER, entries };
      valueIn(await storage.intend(intent));
      await storage.close();
      expect((await openFully(storage)).intents).toEqual([intent]);
      const maker = new StepMaker();
      const writes = Object.fromEntries(entries.map(({ key, text }) => [key, text]));
      storage.commit(maker.step(writes, { intent: 1 }));
      valueIn(await storage.flush());
      expect(valueIn(await storage.stats()).transactions).toBe(1);
      await storage.close();
      const { state, intents } = await openFully(storage);
      expect([xorOf(state.all), intents]).toEqual([maker.digest, []]);
    }));

  it('[LM1] whoever waits for room makes no history lose its details, however slow the disk is', () =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage({ queue: { maxSteps: 10, maxChars: 1e9, windowChars: 500, delayMs: 0 } });
      await openFully(storage);
      const maker = new StepMaker();
      let waits = 0;
      for (let i = 0; i < 300; i += 1) {
        if (storage.isBehind) waits += 1;
        await storage.room();
        storage.commit(maker.step({ [`k${i % 7}`]: `${i}` }));
      }
      valueIn(await storage.flush());
      expect(waits).toBeGreaterThan(10);
      expect(storage.isBehind).toBe(false);
      expect(bench.warnings.events).not.toContain('history-gap');
      const { changesets } = valueIn(await storage.history({ ...ANY, limit: 1_000 }));
      expect(changesets.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, i) => 300 - i));
    }));

  it('[LM1] a local write waits until the disk has caught up', () =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage({ queue: { maxSteps: 10, maxChars: 1e9, windowChars: 500, delayMs: 0 } });
      await openFully(storage);
      const maker = new StepMaker();
      while (!storage.isBehind) storage.commit(maker.step({ k: `${maker.seq}` }));
      valueIn(await storage.intend(intentOf(1)));
      expect(storage.isBehind).toBe(false);
    }));

  it('[LM1] steps that the disk does not take in time become one, and state and digest stay whole', () =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage({ queue: { maxSteps: 10, maxChars: 1e9, windowChars: 500, delayMs: 0 } });
      await openFully(storage);
      const maker = new StepMaker();
      for (let i = 0; i < 100; i += 1)
        storage.commit(maker.step({ [`k${i % 7}`]: `${i}`, odd: i % 2 === 0 ? `${i}` : null }));
      valueIn(await storage.flush());
      expect(bench.warnings.events).toContain('history-gap');
      const { changesets } = valueIn(await storage.history(ANY));
      expect(changesets.length).toBeLessThan(100);
      expect([changesets[0]?.seq, changesets[0]?.digestAfter]).toEqual([100, maker.digest]);
      changesets.slice(1).forEach((older, i) => expect(older.digestAfter).toBe(changesets[i]?.digestBefore));
      await storage.close();
      const { state, lastSeq } = await openFully(storage);
      expect([xorOf(state.all), lastSeq]).toEqual([maker.digest, 100]);
    }));

  it('[CH5] an erased value is not in the bytes of the file any more', () =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage();
      await openFully(storage);
      const maker = new StepMaker();
      const secrets = ['zyxsecretone', 'qwvsecrettwo'];
      for (const [i, secret] of secrets.entries()) {
        valueIn(await storage.intend(intentOf(i + 1, 'safe', `"${secret}"`)));
        storage.commit(maker.step({ safe: `"${secret}"`, [`other${i}`]: `"kept${i}"` }, { intent: i + 1 }));
      }
      storage.commit(maker.step({ safe: 'null' }));
      for (let i = 0; i < 200; i += 1) storage.commit(maker.step({ [`filler${i % 50}`]: `"filler ${i}"` }));
      valueIn(await storage.flush());
      for (const secret of secrets) expect(bytesOnDisk(bench.file)).toContain(secret);
      expect(valueIn(await storage.erase(keyOf('safe')))).toBe(3);
      for (const part of ['secretone', 'secrettwo', 'zyxsecret']) expect(bytesOnDisk(bench.file)).not.toContain(part);
      expect(bytesOnDisk(bench.file)).toContain('kept1');
      expect(valueIn(await storage.history({ ...ANY, text: 'kept0' })).changesets.length).toBe(1);
    }));

  it('[CH3] trims by size in slices, gives the space back, and goes on storing meanwhile', () =>
    StorageBench.use(async (bench) => {
      const roomy = bench.storage();
      await openFully(roomy);
      const maker = new StepMaker();
      for (let i = 0; i < 3_000; i += 1) roomy.commit(maker.step({ a: JSON.stringify(`${i} `.repeat(100)) }));
      valueIn(await roomy.flush());
      await roomy.close();
      const before = readFileSync(bench.file).length;
      const storage = bench.storage({ limits: { maxAgeMs: Infinity, maxBytes: 500_000 } });
      await openFully(storage);
      const trimmed = storage.trim(STAMP);
      storage.commit(maker.step({ b: '1' }));
      valueIn(await storage.intend(intentOf(1)));
      valueIn(await trimmed);
      const kept = await seqsIn(storage);
      expect(kept[0]).toBe(3_001);
      expect(
        valueIn(await storage.history({ ...ANY, text: '5' })).changesets.every(
          ({ seq }) => kept.includes(seq) || seq > 2_000,
        ),
      ).toBe(true);
      await storage.close();
      expect(readFileSync(bench.file).length).toBeLessThan(before / 2);
      const { state, lastSeq } = await openFully(storage);
      expect([xorOf(state.all), lastSeq]).toEqual([maker.digest, 3_001]);
    }));

  it('[CH5] refuses everything, and says so, when its thread dies', () =>
    StorageBench.use(async (bench) => {
      const storage = bench.storage();
      await openFully(storage);
      const told = new Promise((resolve) => storage.onHealth((fault) => resolve(fault?.kind)));
      await bench.lastWorker?.terminate();
      expect(await told).toBe('failed');
      expect(await storage.intend(intentOf(1))).toMatchObject({ ok: false });
      expect((await storage.open(new Received())).ok).toBe(true);
    }));
});
