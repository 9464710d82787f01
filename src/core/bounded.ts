import type { Scheduler } from './ports.ts';

/** What comes of the work, or `late` when that takes longer than `boundMs`. The work goes on by itself. */
export function within<T, L>(scheduler: Scheduler, boundMs: number, work: Promise<T>, late: L): Promise<T | L> {
  return new Promise((resolve) => {
    const cancel = scheduler.after(boundMs, () => resolve(late));
    void work.then((done) => {
      cancel();
      resolve(done);
    });
  });
}

/** Waits for the work, but no longer than `boundMs`. */
export async function bounded(scheduler: Scheduler, boundMs: number, work: Promise<unknown>): Promise<void> {
  await within(scheduler, boundMs, work, undefined);
}
