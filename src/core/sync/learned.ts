import type { Key, NodeId } from '../../shared/model.ts';
import type { Random, Scheduler } from '../ports.ts';

/**
 * How long news learned by comparing is held back, so that of many who learn it not all tell it (RC3): at least as long as a push that is under
 * way takes, or one comparison in the middle of a broadcast would begin another one.
 */
const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 500;
/** After a cut no push is under way: on this side everybody waits for it. */
const MAX_DELAY_AFTER_CUT_MS = 100;
/** Keys that wait, beyond which they are left to anti-entropy (LM1). */
const MAX_WAITING = 10_000;

export interface LearnedComponents {
  scheduler: Scheduler;
  random: Random;
  publish: (keys: readonly Key[], from: NodeId | null) => void;
}

/** News that came by comparing with a peer: published onward a little later, unless it has arrived by push meanwhile (RC3). */
export class Learned {
  readonly #parts: LearnedComponents;
  readonly #waiting = new Map<Key, NodeId | null>();
  #cancel: (() => void) | null = null;

  constructor(components: LearnedComponents) {
    this.#parts = components;
  }

  /** The peer `from` brought these by a comparison; `isAfterCut`: shortly after a cut between the two has healed. */
  learn(keys: readonly Key[], from: NodeId | null, isAfterCut: boolean): void {
    if (keys.length === 0 || this.#waiting.size + keys.length > MAX_WAITING) return;
    for (const key of keys) this.#waiting.set(key, from);
    const { scheduler, random } = this.#parts;
    const [min, max] = isAfterCut ? [0, MAX_DELAY_AFTER_CUT_MS] : [MIN_DELAY_MS, MAX_DELAY_MS];
    this.#cancel ??= scheduler.after(min + random.next() * (max - min), () => this.#tell());
  }

  /** These came by push: others have them from there. */
  arrived(keys: readonly Key[]): void {
    if (this.#waiting.size === 0) return;
    for (const key of keys) this.#waiting.delete(key);
  }

  stop(): void {
    this.#cancel?.();
    this.#waiting.clear();
  }

  #tell(): void {
    this.#cancel = null;
    const news = Map.groupBy(this.#waiting, ([, from]) => from);
    this.#waiting.clear();
    for (const [from, learned] of news) {
      this.#parts.publish(
        learned.map(([key]) => key),
        from,
      );
    }
  }
}
