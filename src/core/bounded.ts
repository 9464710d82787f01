import type { Scheduler } from './ports.ts';

/** Waits for the work, but no longer than `boundMs`. The work goes on by itself. */
export function bounded(scheduler: Scheduler, boundMs: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = scheduler.after(boundMs, resolve);
    void work.then(() => {
      cancel();
      resolve();
    });
  });
}
