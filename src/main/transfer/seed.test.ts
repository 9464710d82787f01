import { describe, expect, it } from 'vitest';
import type { FileEntry } from '../../core/node-api.ts';
import type { Key } from '../../shared/model.ts';
import { err, ok } from '../../shared/result.ts';
import { aLogger } from '../shell/testing/fixtures.ts';
import { plantSeed, readSeed } from './seed.ts';
import { loneNode } from './testing/lone-node.ts';

const ENTRIES: FileEntry[] = [{ key: 'a' as Key, text: '1', ts: 5, ttl: null }];

describe('readSeed', () => {
  it('[ST11] reads nothing when there is no file', async () => {
    expect(await readSeed(() => expect.fail('nothing is to be read'), null)).toEqual(ok(null));
    expect(await readSeed(() => Promise.resolve(ok(ENTRIES)), '/s')).toEqual(ok({ path: '/s', entries: ENTRIES }));
  });

  it('[ST11] names file, line and column', async () => {
    const problem = { message: 'A value is missing here.', at: 9, line: 2, column: 3 };
    const malformed = () => Promise.resolve(err({ kind: 'malformed', problem } as const));
    const error = 'The seed file /s.json, line 2, column 3: A value is missing here.';
    expect(await readSeed(malformed, '/s.json')).toEqual(err(error));
    const missing = () =>
      Promise.resolve(err({ kind: 'unreadable', reason: 'could not be read: it does not exist' } as const));
    expect(await readSeed(missing, '/s.json')).toEqual(
      err('The seed file /s.json could not be read: it does not exist.'),
    );
  });
});

describe('plantSeed', () => {
  it('[ST11] merges the entries and logs how many that changed', async () => {
    await using lone = await loneNode();
    const logger = aLogger();
    await plantSeed({ node: lone.node, logger }, { path: '/s', entries: ENTRIES });
    expect(lone.node.entry('a' as Key)).toMatchObject({ text: '1', ts: 5 });
    expect(logger.events).toEqual(['seed-merged']);
    expect(lone.node.status().notices).toEqual([]);
  });

  it('[ST11] tells that the node refused it, and goes on', async () => {
    await using lone = await loneNode({ maxValueBytes: 1_024, maxEntries: 1 });
    const logger = aLogger();
    const entries = [...ENTRIES, { ...ENTRIES[0]!, key: 'b' as Key }];
    await plantSeed({ node: lone.node, logger }, { path: '/s', entries });
    expect(logger.events).toEqual(['seed-refused']);
    const text =
      'Nothing of the seed file /s was taken: this machine holds as much as its limits allow. It is tried again at the next start.';
    expect(lone.node.status().notices).toEqual([{ id: 'seed', severity: 'error', text }]);
  });
});
