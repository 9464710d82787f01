import type { Direction } from './keys.ts';
import { ReplayWindow } from './replay-window.ts';

/** How far a request may be off the receiver's clock, either way (GR4). */
export const MAX_OFF_MS = 5 * 60_000;
/** By then none of its requests is taken any more, by a clock that was not set back: it may be forgotten which they were when there is no room. */
const FORGET_MS = 2 * MAX_OFF_MS + 60_000;
/** Starts of senders that are remembered at once (LM1). One more is refused: only a member could make so many. */
const MAX_STARTS = 4_096;

interface Remembered {
  window: ReplayWindow;
  /** Monotonic ms. */
  usedAt: number;
}

/** The replay windows of all senders (GR4). To be asked of opened frames only. */
export class ReplayGuard {
  readonly #starts = new Map<string, Remembered>();

  /** Whether a request is a new one; it is seen from then on. Requests to whoever answers have a window of their own. */
  take({ sender, start, receiver }: Direction, count: number, monotonicMs: number): boolean {
    const name = `${sender} ${start} ${receiver === null ? 'anyone' : 'us'}`;
    const known = this.#starts.get(name) ?? this.#remember(name, monotonicMs);
    if (known === null) return false;
    // The least recently used stand first.
    this.#starts.delete(name);
    this.#starts.set(name, known);
    known.usedAt = monotonicMs;
    return known.window.take(count);
  }

  #remember(name: string, now: number): Remembered | null {
    for (const [old, { usedAt }] of this.#starts) {
      if (this.#starts.size < MAX_STARTS || now - usedAt < FORGET_MS) break;
      this.#starts.delete(old);
    }
    if (this.#starts.size >= MAX_STARTS) return null;
    const remembered = { window: new ReplayWindow(), usedAt: now };
    this.#starts.set(name, remembered);
    return remembered;
  }
}
