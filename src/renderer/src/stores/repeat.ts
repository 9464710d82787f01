import type { Timers } from './timers.ts';

export interface Repeater {
  /** Wants the task run (again). */
  want(): void;
  /** Forgets the wish that waits, if any. */
  stop(): void;
}

/**
 * Runs a task whenever it is wanted, but never twice at once and never sooner than `gapMs` after the last run: wishes
 * that come meanwhile become one further run.
 */
export function repeater(task: () => Promise<void>, gapMs: number, timers: Timers): Repeater {
  let wanted = false;
  let busy = false;
  let cancel: (() => void) | null = null;

  const run = async (): Promise<void> => {
    if (!wanted || busy || cancel) return;
    wanted = false;
    busy = true;
    await task();
    busy = false;
    cancel = timers.after(gapMs, () => {
      cancel = null;
      void run();
    });
  };

  return {
    want() {
      wanted = true;
      void run();
    },
    stop() {
      wanted = false;
    },
  };
}
