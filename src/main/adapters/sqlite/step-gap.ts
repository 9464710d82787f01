import type { Change, Key, Origin } from '../../../shared/model.ts';
import type { Grave } from '../../../core/ports.ts';
import type { Step } from './messages.ts';

/**
 * Many steps as one: what they lead to, without the way. Its size is bounded by that of the state. Losses are left out; entry by entry it
 * goes from before the first to after the last, so that state and digests stay whole.
 */
export class StepGap {
  #first: Step | null = null;
  #last: Step | null = null;
  #origin: Origin | null = null;
  readonly #changes = new Map<Key, Change>();
  readonly #graves = new Map<Key, Grave | null>();
  readonly #intents: number[] = [];

  add(step: Step): void {
    this.#first ??= step;
    this.#last = step;
    this.#origin = this.#origin === null || isSame(this.#origin, step.origin) ? step.origin : SEVERAL;
    for (const { key, before, after } of step.changes) {
      const known = this.#changes.get(key);
      this.#changes.set(key, { key, before: known === undefined ? before : known.before, after });
    }
    for (const key of step.unburied) this.#graves.set(key, null);
    for (const grave of step.buried) this.#graves.set(grave.key, grave);
    this.#intents.push(...step.intents);
  }

  /** One step with the number and time of the last; null when nothing was added. */
  toStep(): Step | null {
    if (this.#first === null || this.#last === null) return null;
    return {
      ...this.#last,
      origin: this.#origin ?? SEVERAL,
      digestBefore: this.#first.digestBefore,
      changes: [...this.#changes.values()].filter(({ before, after }) => before?.hash !== after?.hash),
      lost: [],
      intents: this.#intents,
      buried: [...this.#graves.values()].filter((grave) => grave !== null),
      unburied: [...this.#graves].flatMap(([key, grave]) => (grave === null ? [key] : [])),
    };
  }
}

/** Changesets name one origin: for steps of several, history says so. */
const SEVERAL: Origin = { kind: 'peer', id: null, name: 'several, while nothing could be stored' };

const isSame = (a: Origin, b: Origin): boolean => JSON.stringify(a) === JSON.stringify(b);
