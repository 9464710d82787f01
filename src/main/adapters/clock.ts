import type { Clock } from '../../core/ports.ts';

/** The machine's wall clock. */
export const createClock = (): Clock => ({ now: () => Date.now() });
