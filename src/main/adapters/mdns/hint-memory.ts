import type { Scheduler } from '../../../core/ports.ts';
import type { FoundService } from './records.ts';

/** Nodes' endpoints remembered at once (LM1). */
export const MAX_REMEMBERED = 2_048;
/** The same endpoint is hinted at again only after this time: one packet may be answered on several interfaces. */
const REPEAT_MS = 1_000;
/** An endpoint not heard of for this long makes room. */
const FORGET_MS = 120_000;

export type Verdict = 'hint' | 'repeated' | 'full';

/**
 * Keeps repetitions from becoming hints. A service that is heard again later is hinted at again, so a node that
 * crashed and came back is seen at once (PD4), and any change of port, address or name counts as new.
 */
export class HintMemory {
  readonly #scheduler: Scheduler;
  /** When each was last hinted at, longest ago first. */
  readonly #hinted = new Map<string, number>();

  constructor(components: { scheduler: Scheduler }) {
    this.#scheduler = components.scheduler;
  }

  judge({ id, host, port, name }: FoundService): Verdict {
    const now = this.#scheduler.monotonicMs();
    const endpoint = JSON.stringify([id, host, port, name]);
    const last = this.#hinted.get(endpoint);
    if (last !== undefined && now - last < REPEAT_MS) return 'repeated';
    if (last === undefined && !this.#hasRoom(now)) return 'full';
    this.#hinted.delete(endpoint);
    this.#hinted.set(endpoint, now);
    return 'hint';
  }

  clear(): void {
    this.#hinted.clear();
  }

  #hasRoom(now: number): boolean {
    for (const [endpoint, last] of this.#hinted) {
      if (now - last < FORGET_MS) break;
      this.#hinted.delete(endpoint);
    }
    return this.#hinted.size < MAX_REMEMBERED;
  }
}
