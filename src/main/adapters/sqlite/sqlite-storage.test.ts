import { describe, it } from 'vitest';
import { storageContract } from '../../../core/testing/storage-contract.ts';
import { StorageBench } from './testing/storage-bench.ts';

describe('the storage in SQLite', () => {
  for (const { title, run } of storageContract) {
    it(title, () => StorageBench.use(async (bench) => run(() => Promise.resolve(bench.storage()))));
  }
});
