import type { Scheduler } from '../../core/ports.ts';

/** The longest delay that the system's timers take; beyond it they would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The event loop's timers, for delays of any length. */
export function createScheduler(): Scheduler {
  return { monotonicMs: () => performance.now(), after };
}

function after(delayMs: number, task: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (leftMs: number): void => {
    const stepMs = Math.min(leftMs, LONGEST_MS);
    timer = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : task()), stepMs);
  };
  arm(Math.max(0, delayMs));
  return () => clearTimeout(timer);
}
