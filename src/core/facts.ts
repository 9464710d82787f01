import type { Scheduler, Storage, StoredFacts } from './ports.ts';

/** A run's first change is stored after this time, together with those that follow it at once. */
const FIRST_MS = 30_000;
/** Pause between two times of storing. */
const PAUSE_MS = 10 * 60_000;

export interface FactsComponents {
  scheduler: Scheduler;
  storage: Pick<Storage, 'remember'>;
}

/**
 * Owns the small facts that outlive the program, so that those who know one each do not overwrite each other's. A change holds at once; it is
 * stored every 10 minutes at most unless it must not wait, and when the node ends.
 */
export class Facts {
  readonly #parts: FactsComponents;
  #facts: StoredFacts = { lastContact: null, peers: [] };
  #isStored = true;
  /** When it was last stored in its turn: monotonic ms. */
  #turnAt: number | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(components: FactsComponents) {
    this.#parts = components;
  }

  get current(): Readonly<StoredFacts> {
    return this.#facts;
  }

  /** Goes on with what storage held. To be called before the first update. */
  resume(facts: StoredFacts): void {
    this.#facts = facts;
  }

  /** `now` stores at once what a crash must not take back. */
  update(patch: Partial<StoredFacts>, when: 'now' | 'soon' = 'soon'): void {
    this.#facts = { ...this.#facts, ...patch };
    this.#isStored = false;
    if (when === 'now') this.#store();
    else this.#cancelTimer ??= this.#parts.scheduler.after(this.#pauseMs(), () => this.#storeInTurn());
  }

  /** Stores what is not stored yet, before the node ends. */
  stop(): void {
    this.#store();
  }

  #pauseMs(): number {
    if (this.#turnAt === null) return FIRST_MS;
    return Math.max(0, this.#turnAt + PAUSE_MS - this.#parts.scheduler.monotonicMs());
  }

  /** What is stored at once between two turns does not put off the next: others wait for it. */
  #storeInTurn(): void {
    this.#turnAt = this.#parts.scheduler.monotonicMs();
    this.#store();
  }

  #store(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    if (this.#isStored) return;
    this.#isStored = true;
    this.#parts.storage.remember(this.#facts);
  }
}
