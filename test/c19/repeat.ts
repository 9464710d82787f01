import type { Scheduler } from '../../src/core/ports.ts';

/**
 * Runs a round now and again `intervalMs` after each has ended, until the returned function is called. A round that never ends is the last
 * one: that is how a hanging answer stops a C19 agent's pulls or pushes (C1.6).
 */
export function repeat(scheduler: Scheduler, intervalMs: number, round: () => Promise<void>): () => void {
  let isStopped = false;
  let cancel = (): void => undefined;
  const turn = async (): Promise<void> => {
    await round();
    if (!isStopped) cancel = scheduler.after(intervalMs, () => void turn());
  };
  void turn();
  return () => {
    isStopped = true;
    cancel();
  };
}
