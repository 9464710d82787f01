import { expect, it } from 'vitest';
import type { RequestOf, Responses } from '../../../shared/ipc.ts';
import type { Change, EntryHash, Key } from '../../../shared/model.ts';
import { findLastValue } from './last-value.ts';
import { aChangeset, anEntry } from './testing/samples.ts';

const KEY = 'desk' as Key;
const gone = anEntry('desk', { text: 'null', deleted: true });
const value = (text: string) => anEntry('desk', { text });

function bridgeOf(kept: Map<number, Change[]>) {
  const asked: RequestOf<'getChanges'>[] = [];
  const getChanges = (request: RequestOf<'getChanges'>): Promise<Responses['getChanges']> => {
    asked.push(request);
    const all = kept.get(request.seq);
    const changes = all?.slice(request.offset, request.offset + request.limit);
    return Promise.resolve(all && changes ? { changes, total: all.length } : null);
  };
  return { asked, getChanges };
}

const removal: Change = { key: KEY, before: value('2'), after: gone };

it('[CH4] the last value of a deleted or expired key is what its last change took away', async () => {
  for (const after of [gone, null]) {
    const bridge = bridgeOf(new Map([[7, [{ ...removal, after }]]]));
    expect(await findLastValue(bridge, KEY, [aChangeset(7, ['desk'])])).toEqual(value('2'));
  }
});

it('[CH4] it is found among the many changes of one commit', async () => {
  const others = Array.from({ length: 250 }, (_, n): Change => ({ key: `k${n}` as Key, before: null, after: null }));
  const bridge = bridgeOf(new Map([[7, [...others, removal]]]));
  expect(await findLastValue(bridge, KEY, [aChangeset(7, ['k0'], { changed: 251 })])).toEqual(value('2'));
  expect(bridge.asked).toHaveLength(3);
});

it('[LM1] a huge commit is not searched for one key: the change before it is asked', async () => {
  const bridge = bridgeOf(new Map([[6, [{ key: KEY, before: value('1'), after: value('2') }]]]));
  const recent = [aChangeset(7, ['k0'], { changed: 100_000 }), aChangeset(6, ['desk'])];
  expect(await findLastValue(bridge, KEY, recent)).toEqual(value('2'));
  expect(bridge.asked.map(({ seq }) => seq)).toEqual([6]);
});

it('[CH4] there is none where nothing is kept, or where it was erased', async () => {
  const erased = anEntry('desk', { hash: '0'.repeat(32) as EntryHash, text: '""' });
  const bridge = bridgeOf(new Map([[6, [{ ...removal, before: erased }]]]));
  expect(await findLastValue(bridge, KEY, [aChangeset(5, ['desk'])])).toBeNull();
  expect(await findLastValue(bridge, KEY, [])).toBeNull();
  expect(await findLastValue(bridge, KEY, [aChangeset(6, ['desk']), aChangeset(5, ['desk'])])).toBeNull();
});
