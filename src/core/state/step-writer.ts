import type { Changeset, Digest, Key, LostEntry, Origin } from '../../shared/model.ts';
import type { Clock, Grave, Storage } from '../ports.ts';
import { digestAfter } from './changeset.ts';
import type { Step } from './state.ts';

/** Graves that may wait for a step to be stored with (LM1). */
const MAX_KEPT_GRAVES = 10_000;

/** Why the state changes. */
export interface Cause {
  origin: Origin;
  /** The intent that becomes visible with this step. */
  intent: number | null;
}

/**
 * Numbers the steps of the state and hands them to storage. Steps between {@link write} and {@link finish} are parts of one changeset
 * (CH1): storage gets each part at once, under the same number.
 */
export class StepWriter {
  readonly #parts: { clock: Clock; storage: Storage };
  #lastSeq = 0;
  #open: Changeset | null = null;
  /** Graves dug (or ended: null) since the last step that was stored, in order. */
  readonly #graves: (readonly [Key, Grave | null])[] = [];

  constructor(components: { clock: Clock; storage: Storage }) {
    this.#parts = components;
  }

  resume(lastSeq: number): void {
    this.#lastSeq = lastSeq;
  }

  /** Whether a changeset was begun and is not finished. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  /**
   * Stores a step that led away from the digest `before`. One that changes nothing is not stored, unless it ends an intent (ST6): its graves
   * alone change nothing that anybody sees, and go with the next step. Whether it was stored.
   */
  write(step: Step, lost: LostEntry[], before: Digest, cause: Cause): boolean {
    this.#keepGraves(step);
    if (step.changes.length === 0 && cause.intent === null) return false;
    const part = this.#part(step, lost, before, cause.origin);
    this.#parts.storage.commit({ changeset: part, intent: cause.intent, ...this.#takeGraves() });
    if (this.#open === null) this.#open = { ...part, changes: [...part.changes], lost: [...part.lost] };
    else extend(this.#open, part);
    return true;
  }

  /** Ends the changeset; null when nothing was stored. */
  finish(): Changeset | null {
    const changeset = this.#open;
    this.#open = null;
    return changeset;
  }

  #part({ changes }: Step, lost: LostEntry[], before: Digest, origin: Origin): Changeset {
    if (this.#open === null) this.#lastSeq += 1;
    const time = this.#open?.time ?? this.#parts.clock.now();
    return {
      ...{ seq: this.#lastSeq, time, origin: this.#open?.origin ?? origin, changes, lost },
      digestBefore: before,
      digestAfter: digestAfter(before, changes),
    };
  }

  #keepGraves({ buried, unburied }: Step): void {
    for (const grave of buried) this.#graves.push([grave.key, grave]);
    for (const key of unburied) this.#graves.push([key, null]);
    if (this.#graves.length > MAX_KEPT_GRAVES) this.#graves.splice(0, this.#graves.length - MAX_KEPT_GRAVES);
  }

  #takeGraves(): { buried: Grave[]; unburied: Key[] } {
    const graves = new Map(this.#graves.splice(0));
    return {
      buried: [...graves.values()].filter((grave) => grave !== null),
      unburied: [...graves].filter(([, grave]) => grave === null).map(([key]) => key),
    };
  }
}

function extend(open: Changeset, part: Changeset): void {
  open.digestAfter = part.digestAfter;
  for (const change of part.changes) open.changes.push(change);
  for (const lost of part.lost) open.lost.push(lost);
}
