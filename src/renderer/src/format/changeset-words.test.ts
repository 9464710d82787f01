import { expect, it } from 'vitest';
import type { ChangesetSummary, Digest, Key, LossReason } from '../../../shared/model.ts';
import { anEntry } from '../stores/testing/samples.ts';
import { changeCounts, changedTotal, countsSentence, lossReason, lostWords, touchesKey } from './changeset-words.ts';

function changeset(patch: Partial<ChangesetSummary>): ChangesetSummary {
  const digest = '0'.repeat(32) as Digest;
  return {
    seq: 1,
    time: 0,
    origin: { kind: 'user' },
    digestBefore: digest,
    digestAfter: digest,
    added: 0,
    changed: 0,
    removed: 0,
    lost: 0,
    keys: [],
    delivery: null,
    ...patch,
  };
}

it('[CH2] counts are marked by a sign and spoken as words', () => {
  const mixed = changeset({ added: 12, removed: 3 });
  expect(changeCounts(mixed).map(({ text }) => text)).toEqual(['+12', '−3']);
  expect(countsSentence(mixed)).toBe('12 added, 3 removed');
  expect(countsSentence(changeset({}))).toBe('nothing changed');
  expect(changedTotal(mixed)).toBe(15);
});

it('[CH2] a key that a shortened summary does not name may still be in it', () => {
  const named = changeset({ changed: 1, keys: [{ key: 'a' as Key, kind: 'changed' }] });
  expect(touchesKey(named, 'a')).toBe(true);
  expect(touchesKey(named, 'b')).toBe(false);
  expect(touchesKey({ ...named, changed: 9 }, 'b')).toBeNull();
  expect(touchesKey({ ...named, lost: 1 }, 'b')).toBeNull();
});

it('[CH2] values that lost are counted in words', () => {
  expect([lostWords(1), lostWords(3)]).toEqual(['1 value lost', '3 values lost']);
});

it('[CH2] the reason of a loss is a sentence with the time between', () => {
  const words = (reason: LossReason, winner = anEntry('a', { ts: 1040 })): string =>
    lossReason({ entry: anEntry('a', { ts: 1000 }), winner, reason });
  expect(words('older')).toBe('another value was written 40 ms later');
  expect(words('older', anEntry('a', { ts: 6000, text: 'null', deleted: true }))).toBe(
    'the key was deleted 5.0 s later',
  );
  expect(words('lost-tie')).toBe('another value was written at the same moment');
  expect(words('deleted')).toBe('the key was deleted at the same moment');
  expect(words('expired')).toBe('it had expired already');
});
