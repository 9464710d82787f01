import { expect, it } from 'vitest';
import { sentence } from './sentence.ts';

it('[UI] a log fragment becomes a sentence', () => {
  expect(sentence('no answer in 1 s')).toBe('No answer in 1 s.');
  expect(sentence('Done.')).toBe('Done.');
  expect(sentence('')).toBe('');
});
