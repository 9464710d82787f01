import { expect, it } from 'vitest';
import { fromSnapshot, withEvents } from './live.ts';
import { aChangeset, aPeer, aSnapshot } from './testing/samples.ts';

it('[UI] events change only what they are about', () => {
  const before = fromSnapshot(aSnapshot(1, [aPeer('a'), aPeer('b')]));
  const live = { ...aSnapshot(2).live, entries: 5 };
  const after = withEvents(before, [
    { kind: 'live', live },
    { kind: 'changeset', changeset: aChangeset(1, ['x']) },
    { kind: 'delivery', seq: 1, delivery: { seen: 1, of: 1, ms: 2 } },
  ]);
  expect(after.live).toBe(live);
  expect(after.peers).toBe(before.peers);
  expect(after.self).toBe(before.self);
});

it('[UI] peers come, change and go by their row', () => {
  const before = fromSnapshot(aSnapshot(1, [aPeer('a'), aPeer('b')]));
  const changed = aPeer('a', { rttMs: 3 });
  const after = withEvents(before, [
    { kind: 'peer', peer: changed },
    { kind: 'peer-gone', rowId: 'b' },
    { kind: 'peer', peer: aPeer('c') },
  ]);
  expect([...after.peers.keys()]).toEqual(['a', 'c']);
  expect(after.peers.get('a')).toBe(changed);
  expect([...before.peers.keys()]).toEqual(['a', 'b']);
});

it('[PD3] this machine may get another name or id', () => {
  const snapshot = aSnapshot(1);
  const self = { ...snapshot.self, name: 'renamed' };
  expect(withEvents(fromSnapshot(snapshot), [{ kind: 'self', self }]).self).toBe(self);
});

it('[GR4] whose requests were refused is as the last event says', () => {
  const snapshot = { ...aSnapshot(1), outsiders: { strangers: [], others: 2 } };
  const before = fromSnapshot(snapshot);
  expect(before.outsiders).toBe(snapshot.outsiders);
  const outsiders = { strangers: [{ address: '192.168.4.7', count: 3, lastAt: 5 }], others: 1 };
  expect(withEvents(before, [{ kind: 'outsiders', outsiders }]).outsiders).toBe(outsiders);
});
