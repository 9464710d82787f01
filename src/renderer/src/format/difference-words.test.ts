import { expect, it } from 'vitest';
import type { DifferenceReason, StateDifference } from '../../../shared/peer-comparison.ts';
import { comparedWords, comparingWords, differenceSentence, differenceWords } from './difference-words.ts';

const REASONS: DifferenceReason[] = [
  'on-its-way',
  'older',
  'lost-tie',
  'deleted',
  'expired',
  'clock',
  'limit',
  'missing',
];

it('[RE4] every reason has words that name the side', () => {
  const words = (ahead: StateDifference['ahead']) => REASONS.map((reason) => differenceWords({ ahead, reason }));
  expect(words('ours')).toEqual([
    'on its way',
    'older there',
    'lost a tie there',
    'deleted here',
    'expired there',
    'refused there for its clock',
    'refused there for a limit',
    'missing there',
  ]);
  expect(words('theirs').slice(1)).toEqual([
    'older here',
    'lost a tie here',
    'deleted there',
    'expired here',
    'refused here for its clock',
    'refused here for a limit',
    'missing here',
  ]);
});

it('[RE4] every reason has a sentence of its own', () => {
  const sentences = REASONS.map((reason) => differenceSentence({ ahead: 'ours', reason }));
  expect(new Set(sentences).size).toBe(REASONS.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

it('[RE4] says how many keys differ, and when there are more', () => {
  const difference = { ahead: 'ours', reason: 'missing' } as StateDifference;
  expect(comparedWords({ differences: [], more: false })).toBe('No key differs');
  expect(comparedWords({ differences: [difference], more: false })).toBe('1 key differs');
  expect(comparedWords({ differences: [difference, difference], more: true })).toBe('More than 2 keys differ');
});

it('[UI] says how far a comparison is', () => {
  expect(comparingWords(0)).toBe('Comparing…');
  expect(comparingWords(1)).toBe('Comparing… 1 difference so far');
  expect(comparingWords(300)).toBe('Comparing… 300 differences so far');
});
