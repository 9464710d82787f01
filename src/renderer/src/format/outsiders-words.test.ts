import { expect, it } from 'vitest';
import { othersWords, refusedWords } from './outsiders-words.ts';

const stranger = (address: string, count: number) => ({ address, count, lastAt: 0 });

it('[GR4] sums the refused requests up', () => {
  expect(refusedWords([stranger('192.168.4.7', 36), stranger('192.168.4.8', 1)])).toBe(
    'Refused 37 requests from 2 addresses',
  );
  expect(refusedWords([stranger('192.168.4.7', 1)])).toBe('Refused 1 request from 1 address');
});

it('[PD2] counts the machines of other groups', () => {
  expect(othersWords(1)).toBe('1 machine of another group on this network');
  expect(othersWords(2)).toBe('2 machines of other groups on this network');
});
