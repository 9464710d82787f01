import { describe, expect, it } from 'vitest';
import type { Digest } from '../../shared/model.ts';
import { entry, keyOf } from '../../../test/support/entries.ts';
import { storageContract } from '../testing/storage-contract.ts';
import { createMemoryStorage } from './memory-storage.ts';

describe('the storage in memory', () => {
  for (const { title, run } of storageContract) it(title, () => run(() => Promise.resolve(createMemoryStorage())));

  it('[LM1] keeps at most 10,000 changesets, the newest', async () => {
    const storage = createMemoryStorage();
    const digest = '0'.repeat(32) as Digest;
    for (let seq = 1; seq <= 10_005; seq += 1) {
      const changes = [{ key: keyOf('a'), before: null, after: entry('a', seq, seq) }];
      const changeset = { seq, time: seq, digestBefore: digest, digestAfter: digest, changes, lost: [] };
      await storage.append({ ...changeset, origin: { kind: 'user' } }, 'behind');
    }
    expect(await storage.changes(5, 0, 1)).toBeNull();
    expect(await storage.changes(6, 0, 1)).not.toBeNull();
    const oldest = await storage.history({ before: 8, limit: 10, key: null });
    expect(oldest.changesets.map(({ seq }) => seq)).toEqual([7, 6]);
  });
});
