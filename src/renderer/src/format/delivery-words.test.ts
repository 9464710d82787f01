import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../shared/model.ts';
import { deliveryLook } from './delivery-words.ts';

const by = (seen: number, of: number, ms: number | null): Delivery => ({ seen, of, ms });

describe('who has a changeset', () => {
  it.each([
    [by(12, 12, 24), '12 of 12', 'in 24 ms', 'Seen by 12 of 12 peers in 24 ms.'],
    [by(1, 1, 0), '1 of 1', 'in under 1 ms', 'Seen by 1 of 1 peer in under 1 ms.'],
    [by(2, 2, 1234.5), '2 of 2', 'in 1.2 s', 'Seen by 2 of 2 peers in 1.2 s.'],
    [by(3, 12, 8.4), '3 of 12', null, 'Seen by 3 of 12 peers so far, the last of them after 8 ms.'],
    [by(0, 12, null), '0 of 12', null, 'Seen by 0 of 12 peers so far.'],
  ])('[PB6] %o reads %s %s: %s', (delivery, count, time, sentence) => {
    expect(deliveryLook(delivery)).toMatchObject({ count, time, sentence });
  });

  it('[PB6] is said of nothing that nobody was told of', () => {
    expect([deliveryLook(null), deliveryLook(by(0, 0, null))]).toEqual([null, null]);
  });

  it('[PB6] is green only when all have it', () => {
    const looks = [by(0, 2, null), by(1, 2, 5), by(2, 2, 5)].map(deliveryLook);
    expect(looks.map((look) => look?.tone)).toEqual(['neutral', 'warning', 'good']);
  });

  it('[UI] is marked without colour', () => {
    const looks = [by(0, 2, null), by(1, 2, 5), by(2, 2, 5)].map(deliveryLook);
    expect(looks.map((look) => look?.mark)).toEqual(['none', 'some', 'all']);
  });
});
