import { expect, it } from 'vitest';
import type { Delivery } from '../../shared/model.ts';
import { NewestDeliveries } from './newest-deliveries.ts';

const by = (seen: number): Delivery => ({ seen, of: 12, ms: seen });

it('[PB6] only the newest delivery of a changeset counts', () => {
  const deliveries = new NewestDeliveries();
  deliveries.set(1, by(1));
  deliveries.set(2, by(1));
  deliveries.set(1, by(2));
  expect([...deliveries]).toEqual([
    [2, by(1)],
    [1, by(2)],
  ]);
  expect([deliveries.takeAll().length, deliveries.isEmpty, deliveries.takeAll()]).toEqual([2, true, []]);
});

it('[LM1] keeps at most 10,000, those that were told of last', () => {
  const deliveries = new NewestDeliveries();
  for (let seq = 1; seq <= 10_002; seq += 1) deliveries.set(seq, by(0));
  deliveries.set(3, by(1));
  deliveries.set(10_003, by(0));
  const kept = deliveries.takeAll();
  expect(kept.length).toBe(10_000);
  expect(kept[0]?.[0]).toBe(5);
  expect(kept.slice(-2)).toEqual([
    [3, by(1)],
    [10_003, by(0)],
  ]);
});
