import type { Clock } from '../../src/core/ports.ts';
import { State } from '../../src/core/state/state.ts';
import type { Capacity } from '../../src/core/state/room.ts';
import { loadXxh64 } from '../../src/core/state/xxh64.ts';
import { NOW } from './entries.ts';

export const xxh64 = await loadXxh64();

/** A clock that stands where it is put. */
export class FixedClock implements Clock {
  time = NOW;

  now(): number {
    return this.time;
  }
}

export const WIDE: Capacity = { maxEntries: 1_000_000, maxValueBytes: 512 * 1024 * 1024 };

export const newState = (clock: Clock = new FixedClock(), capacity: Capacity = WIDE): State =>
  new State({ clock, xxh64 }, capacity);
