import { expect, it } from 'vitest';
import { ByteBudget, Holding } from './byte-budget.ts';

it('[PS5] gives out its bytes to the last one and no further', () => {
  const holding = new Holding(new ByteBudget(10));
  expect(holding.take(4)).toBe(true);
  expect(holding.take(7)).toBe(false);
  expect(holding.take(6)).toBe(true);
  expect(holding.take(1)).toBe(false);
});

it('[PS5] shares one budget between exchanges', () => {
  const budget = new ByteBudget(10);
  const [first, second] = [new Holding(budget), new Holding(budget)];
  expect(first.take(8)).toBe(true);
  expect(second.take(3)).toBe(false);
  first.give(5);
  expect(second.take(3)).toBe(true);
  expect(budget.used).toBe(6);
});

it('[PS5] gets everything back at the release, once', () => {
  const budget = new ByteBudget(10);
  const holding = new Holding(budget);
  holding.take(8);
  holding.release();
  holding.release();
  holding.give(8);
  expect(budget.used).toBe(0);
});

it('[PS5] gives nothing to an exchange that has ended', () => {
  const budget = new ByteBudget(10);
  const holding = new Holding(budget);
  holding.release();
  expect(holding.take(1)).toBe(false);
  expect(budget.used).toBe(0);
});
