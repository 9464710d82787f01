/** Ends the program once, in order, and within a time that nobody has to wait out. */
import type { Scheduler } from '../../core/ports.ts';

export interface ShutdownComponents {
  /** Stops everything that runs, the goodbye to the peers included. */
  stop(): Promise<void>;
  exit(code: number): void;
  scheduler: Scheduler;
}

export interface ShutdownSettings {
  /** After this time the program exits even if `stop` has not finished. */
  limitMs: number;
}

/** Returns the function that ends the program. Only its first call counts. */
export function createShutdown(components: ShutdownComponents, settings: ShutdownSettings): (code: number) => void {
  let begun = false;
  return (code) => {
    if (begun) return;
    begun = true;
    const exit = (): void => {
      cancel();
      components.exit(code);
    };
    const cancel = components.scheduler.after(settings.limitMs, exit);
    void components.stop().then(exit, exit);
  };
}
