import { describe, expect, it } from 'vitest';
import type { NodeId, StartId } from '../../shared/model.ts';
import type { Direction } from './keys.ts';
import { ReplayGuard } from './replay-guard.ts';

const MAX_STARTS = 4_096;
const MINUTE = 60_000;

const direction = (start: number, receiver: NodeId | null = 'b'.repeat(32) as NodeId): Direction => ({
  sender: 'a'.repeat(32) as NodeId,
  start: start.toString(16).padStart(16, '0') as StartId,
  receiver,
});

describe('the replay guard', () => {
  it('[GR4] takes a request once, and tells those to this machine from those to whoever answers', () => {
    const guard = new ReplayGuard();
    const taken = [direction(1), direction(1, null), direction(2)].map((one) => guard.take(one, 0, 0));
    expect(taken).toEqual([true, true, true]);
    expect([direction(1), direction(1, null), direction(2)].map((one) => guard.take(one, 0, 0))).not.toContain(true);
  });

  it('[GR4] remembers for as long as there is room: the clock may be set back at any time', () => {
    const guard = new ReplayGuard();
    guard.take(direction(1), 0, 0);
    guard.take(direction(2), 0, 600 * MINUTE);
    expect(guard.take(direction(1), 0, 600 * MINUTE)).toBe(false);
  });

  it('[LM1] of too many refuses a new one, until the one that was used least lately is long past its time', () => {
    const guard = new ReplayGuard();
    for (let start = 0; start < MAX_STARTS; start += 1) guard.take(direction(start), 0, 0);
    guard.take(direction(0), 1, MINUTE);
    expect(guard.take(direction(MAX_STARTS), 0, 10 * MINUTE)).toBe(false);
    expect(guard.take(direction(MAX_STARTS), 0, 11 * MINUTE)).toBe(true);
    expect(guard.take(direction(MAX_STARTS), 0, 11 * MINUTE)).toBe(false);
    expect(guard.take(direction(0), 1, 11 * MINUTE)).toBe(false);
  });
});
