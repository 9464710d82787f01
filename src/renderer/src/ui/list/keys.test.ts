import { expect, it } from 'vitest';
import { targetRow } from './keys.ts';

it.each([
  ['ArrowDown', -1, 0],
  ['ArrowDown', 5, 6],
  ['ArrowDown', 99, 99],
  ['ArrowUp', -1, 0],
  ['ArrowUp', 0, 0],
  ['ArrowUp', 7, 6],
  ['PageDown', 5, 25],
  ['PageDown', 95, 99],
  ['PageUp', 5, 0],
  ['Home', 50, 0],
  ['End', -1, 99],
  ['x', 5, null],
])('[UI] %s on row %i of 100 leads to %j', (key, active, target) => {
  expect(targetRow(key, { count: 100, active, pageRows: 20 })).toBe(target);
});
