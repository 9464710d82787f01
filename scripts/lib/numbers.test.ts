import { describe, expect, it } from 'vitest';
import { readNumbers } from './numbers.mjs';

const DEFAULTS = { seeds: 200, nodes: 50 };

describe('readNumbers', () => {
  it('[SETUP] takes what is given and the defaults for the rest', () => {
    expect(readNumbers(['--seeds', '7'], DEFAULTS)).toEqual({ seeds: 7, nodes: 50 });
    expect(readNumbers([], DEFAULTS)).toEqual(DEFAULTS);
  });

  it.each([
    [['--seeds', 'x'], '--seeds wants a whole number from 1, not "x".'],
    [['--seeds', '0'], '--seeds wants a whole number from 1, not "0".'],
    [['--nodes', '1.5'], '--nodes wants a whole number from 1, not "1.5".'],
    [['--peers', '3'], '--peers'],
    [['seven'], 'seven'],
  ])('[SETUP] refuses %j in words', (args, words) => {
    expect(() => readNumbers(args, DEFAULTS)).toThrow(words);
  });
});
