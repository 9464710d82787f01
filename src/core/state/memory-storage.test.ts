import { describe, expect, it } from 'vitest';
import type { StorageError } from '../ports.ts';
import { storageContract } from '../testing/storage-contract.ts';
import { ANY, keyOf, Received, STAMP, StepMaker, USER, valueOf } from '../testing/stored-steps.ts';
import { MemoryStorage } from './memory-storage.ts';

describe('the storage in memory', () => {
  for (const { title, run } of storageContract) it(title, () => run(() => Promise.resolve(new MemoryStorage())));

  it('[LM1] keeps at most 10,000 changesets, the newest', async () => {
    const storage = new MemoryStorage();
    await storage.open(new Received());
    const maker = new StepMaker();
    for (let i = 0; i < 10_005; i += 1) storage.commit(maker.step({ a: String(i) }));
    expect(await storage.changes(5, 0, 1)).toMatchObject({ value: null });
    expect(await storage.changes(6, 0, 1)).toMatchObject({ value: { total: 1 } });
    const oldest = await storage.history({ ...ANY, before: 8 });
    expect(oldest.ok && oldest.value.changesets.map(({ seq }) => seq)).toEqual([7, 6]);
  });

  it('[CH3] keeps history within its size', async () => {
    const storage = new MemoryStorage({ limits: { maxAgeMs: Infinity, maxBytes: 10_000 } });
    await storage.open(new Received());
    const maker = new StepMaker();
    for (let i = 0; i < 20; i += 1) storage.commit(maker.step({ a: JSON.stringify('x'.repeat(500)) }));
    await storage.trim(STAMP);
    const kept = await storage.history(ANY);
    const seqs = kept.ok ? kept.value.changesets.map(({ seq }) => seq) : [];
    expect(seqs[0]).toBe(20);
    expect(seqs.length).toBeGreaterThan(1);
    expect(seqs.length).toBeLessThan(10);
  });

  it('[CH3] forgets the whole size of a changeset that came in parts, or was erased, with it', async () => {
    const storage = new MemoryStorage({ limits: { maxAgeMs: Infinity, maxBytes: 20_000 } });
    await storage.open(new Received());
    const maker = new StepMaker();
    for (let i = 0; i < 100; i += 1) {
      maker.seq = 0;
      storage.commit(maker.step({ a: JSON.stringify('x'.repeat(500)) }));
    }
    await storage.erase(keyOf('a'));
    for (let i = 0; i < 5; i += 1) storage.commit(maker.step({ b: '1' }));
    await storage.trim(STAMP);
    const kept = await storage.history(ANY);
    expect(kept.ok && kept.value.changesets.map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2]);
  });

  it('[CH5] refuses writes while it fails, and stores later what was visible already', async () => {
    const storage = new MemoryStorage();
    await storage.open(new Received());
    const health: (StorageError | null)[] = [];
    storage.onHealth((fault) => health.push(fault));
    const fault: StorageError = { kind: 'full', detail: 'The disk is full.' };
    storage.fail(fault);
    const write = { id: 1, time: STAMP, origin: USER, entries: [valueOf('a', '1')] };
    expect(await storage.intend(write)).toEqual({ ok: false, error: fault });
    storage.commit(new StepMaker().step({ a: '1' }));
    storage.delivered(1, { seen: 1, of: 1, ms: 2 });
    expect(await storage.history(ANY)).toMatchObject({ value: { changesets: [] } });
    expect(await storage.setAside([valueOf('a', '1')])).toEqual({ ok: false, error: fault });
    expect(storage.asides).toEqual([]);
    storage.fail(null);
    expect(await storage.setAside([valueOf('a', '1')])).toMatchObject({ ok: true });
    expect(storage.asides.map(({ entries }) => entries)).toEqual([[valueOf('a', '1')]]);
    expect(await storage.history(ANY)).toMatchObject({ value: { changesets: [{ seq: 1, delivery: { ms: 2 } }] } });
    expect(health).toEqual([fault, null]);
  });
});
