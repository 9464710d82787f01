import { expect, it } from 'vitest';
import type { Delivery } from '../../../shared/model.ts';
import { deliveriesIn, deliveriesOf, withDeliveries } from './deliveries.ts';
import { aChangeset } from './testing/samples.ts';

const by = (seen: number): Delivery => ({ seen, of: 12, ms: 24 });

it('[PB6] the newest delivery in a batch counts', () => {
  const news = deliveriesIn([
    { kind: 'delivery', seq: 1, delivery: by(3) },
    { kind: 'changeset', changeset: aChangeset(2, ['a'], { delivery: by(1) }) },
    { kind: 'delivery', seq: 1, delivery: by(4) },
  ]);
  expect([...news]).toEqual([[1, by(4)]]);
});

it('[PB6] a page tells of the changesets that were delivered to anybody', () => {
  expect([...deliveriesOf([aChangeset(2, ['a'], { delivery: by(1) }), aChangeset(1, ['a'])])]).toEqual([[2, by(1)]]);
});

it('[PB6] only what the news is about is new', () => {
  const rows = [aChangeset(2, ['a']), aChangeset(1, ['a'])];
  const after = withDeliveries(rows, new Map([[1, by(3)]]));
  expect(after[0]).toBe(rows[0]);
  expect(after[1]).toEqual({ ...rows[1], delivery: by(3) });
  expect(withDeliveries(rows, new Map([[9, by(3)]]))).toBe(rows);
});
