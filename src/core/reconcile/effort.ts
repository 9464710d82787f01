import type { Pause } from '../pause.ts';

/** Work done in one go, in keys hashed: 2 to 4 ms (LM2). */
const SLICE_KEYS = 2_048;
/** What a step costs beside the keys that it hashes, as if it were so many of them. */
const STEP_KEYS = 4;

/** Hashing is most of the work of reconciling. */
interface Counter {
  readonly hashedKeys: number;
}

/** Counts the work that something takes, and says when it is time to let others have their turn (LM2). */
export class Effort {
  readonly #counter: Counter;
  readonly #pause: Pause;
  readonly #begun: number;
  #restedAt: number;
  #steps = 0;

  constructor(components: { counter: Counter; pause: Pause }) {
    this.#counter = components.counter;
    this.#pause = components.pause;
    this.#begun = components.counter.hashedKeys;
    this.#restedAt = this.#begun;
  }

  /** Keys hashed so far, by others meanwhile as well. */
  get hashedKeys(): number {
    return this.#counter.hashedKeys - this.#begun;
  }

  /** Another step was done. Whether it is time to {@link rest}. */
  step(): boolean {
    this.#steps += 1;
    return this.#counter.hashedKeys - this.#restedAt + STEP_KEYS * this.#steps >= SLICE_KEYS;
  }

  async rest(): Promise<void> {
    await this.#pause();
    this.#restedAt = this.#counter.hashedKeys;
    this.#steps = 0;
  }
}
