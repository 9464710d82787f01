import type { Timers } from '../timers.ts';

export interface ManualTimers extends Timers {
  /** Lets time pass; tasks that fall due run in their order. */
  advance(ms: number): void;
  /** Lets answers arrive: runs everything that waits for a resolved promise. */
  settle(): Promise<void>;
}

/** Time that passes only when a test says so. */
export function manualTimers(start = 1_700_000_000_000): ManualTimers {
  let now = start;
  const tasks = new Set<{ at: number; task: () => void }>();
  const due = (end: number): { at: number; task: () => void } | undefined =>
    [...tasks].filter((each) => each.at <= end).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => now,
    after(delayMs, task) {
      const entry = { at: now + delayMs, task };
      tasks.add(entry);
      return () => void tasks.delete(entry);
    },
    advance(ms) {
      const end = now + ms;
      for (let next = due(end); next; next = due(end)) {
        tasks.delete(next);
        now = next.at;
        next.task();
      }
      now = end;
    },
    async settle() {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    },
  };
}
