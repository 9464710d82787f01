import { expect, it } from 'vitest';
import type { PastRow } from '../../../shared/model.ts';
import type { Key } from '../../../shared/model.ts';
import { anEntry } from '../stores/testing/samples.ts';
import { pastMark, type PastMark } from './past-words.ts';

const one = anEntry('k', { text: '1' });
const marked = (patch: Partial<PastRow>): PastMark =>
  pastMark({ key: 'k' as Key, then: null, erased: false, now: null, ...patch });

it('[CH4] says what became of a key since', () => {
  expect(marked({ then: one, now: { ...one, ts: one.ts + 5 } })).toBe('same');
  expect(marked({ then: one, now: { ...one, text: '2' } })).toBe('changed');
  expect(marked({ then: one, now: { ...one, ttl: 60_000 } })).toBe('changed');
  expect(marked({ then: one })).toBe('removed');
  expect(marked({ now: one })).toBe('added');
  expect(marked({})).toBe('same');
  expect(marked({ erased: true, now: one })).toBe('erased');
});
