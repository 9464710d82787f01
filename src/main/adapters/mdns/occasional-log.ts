import type { LogFields, Scheduler } from '../../../core/ports.ts';

const WINDOW_MS = 60_000;

/** Passes on the first of many equal reports and then one a minute, with the count of those left out. */
export function createOccasionalLog(
  components: { scheduler: Scheduler },
  write: (fields: LogFields) => void,
): (fields: LogFields) => void {
  let lastMs = -Infinity;
  let omitted = 0;
  return (fields) => {
    const now = components.scheduler.monotonicMs();
    if (now - lastMs < WINDOW_MS) {
      omitted += 1;
      return;
    }
    write(omitted === 0 ? fields : { ...fields, omitted });
    lastMs = now;
    omitted = 0;
  };
}
