import { expect, it } from 'vitest';
import type { Key, NodeId } from '../../../../shared/model.ts';
import { formatMoment } from '../../format/time.ts';
import { NO_FILTER } from '../../stores/history-filter.ts';
import { filterWords, timeWords } from './filter-words.ts';

const NOW = new Date(2026, 10, 24, 10).getTime();

it('[UI] names every filter that is on, and no other', () => {
  expect(filterWords(NO_FILTER, NOW)).toEqual([]);
  const all = filterWords(
    {
      text: ' printer ',
      key: 'a\nb' as Key,
      machine: { id: '0'.repeat(32) as NodeId, name: '' },
      kind: 'set-aside',
      time: { kind: 'last-week' },
    },
    NOW,
  );
  expect(all.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    'Search: printer',
    'Key: a\\nb',
    'Machine: an unnamed peer',
    'Kind: Set aside',
    'Time: Last 7 days',
  ]);
});

it('[UI] a span may be open at either end', () => {
  const moment = formatMoment(NOW, NOW);
  expect(timeWords({ kind: 'between', from: NOW, to: null }, NOW)).toBe(`Since ${moment}`);
  expect(timeWords({ kind: 'between', from: null, to: NOW }, NOW)).toBe(`Until ${moment}`);
  expect(timeWords({ kind: 'between', from: NOW, to: NOW }, NOW)).toBe(`${moment} – ${moment}`);
});
