import type { Clock, Scheduler } from '../ports.ts';
import type { Peer } from './peer.ts';

/** A clock that is further off the others' than this is wrong (PD5); it is right again when it is nearer than the second. */
const WRONG_MS = 2_000;
const RIGHT_MS = 1_500;
/** Fewer peers could be wrong themselves. */
const MIN_PEERS = 3;
/** What was measured longer ago tells nothing of now. */
const MAX_AGE_MS = 5 * 60_000;
/** When the wall clock moved by more against the monotonic one, it was set, or the machine slept: what was measured before is void. */
const SET_MS = 500;
/** How long a result is relied upon: it is asked for at every write. */
const FRESH_MS = 1_000;

export interface ClockCheckComponents {
  clock: Clock;
  scheduler: Scheduler;
  /** Native peers that are alive. */
  peers: () => readonly Peer[];
}

/** Compares this machine's clock with the others' (PD5). */
export class ClockCheck {
  readonly #parts: ClockCheckComponents;
  #offMs = 0;
  #lookedAt = -Infinity;
  #base = 0;

  constructor(components: ClockCheckComponents) {
    this.#parts = components;
  }

  /** How far the others' clocks are ahead of this machine's, ms: the median of three peers or more; 0 while that is little. */
  correctionMs(): number {
    const now = this.#parts.scheduler.monotonicMs();
    const base = clockBaseMs(this.#parts);
    const isSet = Math.abs(base - this.#base) > SET_MS;
    if (!isSet && now - this.#lookedAt < FRESH_MS) return this.#offMs;
    this.#lookedAt = now;
    this.#base = base;
    const median = medianOf(this.#parts.peers().flatMap((peer) => offsetOf(peer, now, base)));
    const limit = this.#offMs === 0 || isSet ? WRONG_MS : RIGHT_MS;
    this.#offMs = median !== null && Math.abs(median) > limit ? Math.round(median) : 0;
    return this.#offMs;
  }
}

/** By how much the wall clock is ahead of the monotonic one: the same until somebody sets it, or the machine sleeps. */
export const clockBaseMs = ({ clock, scheduler }: Pick<ClockCheckComponents, 'clock' | 'scheduler'>): number =>
  clock.now() - scheduler.monotonicMs();

function offsetOf({ clockOffsetMs, clockMeasured }: Peer, now: number, base: number): number[] {
  if (clockOffsetMs === null || clockMeasured === null) return [];
  const isOld = now - clockMeasured.at > MAX_AGE_MS || Math.abs(base - clockMeasured.base) > SET_MS;
  return isOld ? [] : [clockOffsetMs];
}

/** Null when there are too few. Of an even number the one nearer to zero: a doubt changes nothing. */
function medianOf(offsets: number[]): number | null {
  if (offsets.length < MIN_PEERS) return null;
  const sorted = offsets.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return Math.abs(lower) < Math.abs(upper) ? lower : upper;
}
