import { expect, it } from 'vitest';
import { endOfSecond, fromLocalInput, toLocalInput } from './local-time.ts';

it('[UI] a moment in a field is in the zone of the user, to the second', () => {
  const time = new Date(2026, 0, 5, 9, 7, 3, 400).getTime();
  expect(toLocalInput(time)).toBe('2026-01-05T09:07:03');
  expect(fromLocalInput('2026-01-05T09:07:03')).toBe(time - 400);
  expect(fromLocalInput('2026-01-05T09:07')).toBe(time - 3400);
});

it('[UI] an empty or broken field holds no moment, and none lies before 1970', () => {
  expect([fromLocalInput(''), fromLocalInput('2026-99')]).toEqual([null, null]);
  expect(fromLocalInput('1850-01-01T00:00')).toBe(0);
});

it('[UI] a second that is named is meant to its end', () => {
  expect([endOfSecond(5000), endOfSecond(5400)]).toEqual([5999, 5999]);
});
