import { expect, it } from 'vitest';
import { rowRange } from './useFixedRows.ts';

it('[UI] only the rows on the screen are rendered, however many there are', () => {
  expect(rowRange(100_000, 30, { top: 0, height: 600 })).toEqual({ first: 0, last: 26 });
  expect(rowRange(100_000, 30, { top: 1_500_000, height: 600 })).toEqual({ first: 49_994, last: 50_026 });
  expect(rowRange(100_000, 30, { top: 2_999_400, height: 600 })).toEqual({ first: 99_974, last: 99_999 });
});

it('[UI] short and empty lists have no rows beyond their end', () => {
  expect(rowRange(3, 30, { top: 0, height: 600 })).toEqual({ first: 0, last: 2 });
  expect(rowRange(0, 30, { top: 0, height: 600 })).toEqual({ first: 0, last: -1 });
});
