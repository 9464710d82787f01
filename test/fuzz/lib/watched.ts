/** What a thread that fuzzes shows of itself to the one that watches it, in shared memory: it may hang at any input. */
const HEADER_BYTES = 8;
const LENGTH = 0;
const COUNT = 1;

export class WatchedInput {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Int32Array;
  readonly #bytes: Uint8Array;

  /** `memory` is that of the other side; without it there is new one for inputs of up to `maxBytes`. */
  constructor({ memory, maxBytes = 0 }: { memory?: SharedArrayBuffer; maxBytes?: number }) {
    this.memory = memory ?? new SharedArrayBuffer(HEADER_BYTES + maxBytes);
    this.#numbers = new Int32Array(this.memory, 0, 2);
    this.#bytes = new Uint8Array(this.memory, HEADER_BYTES);
  }

  /** To be called before each input is given. */
  show(input: Uint8Array): void {
    this.#bytes.set(input);
    this.#numbers[LENGTH] = input.length;
    Atomics.add(this.#numbers, COUNT, 1);
  }

  /** How many were shown. */
  get count(): number {
    return Atomics.load(this.#numbers, COUNT);
  }

  /** The one shown last. */
  get last(): Uint8Array {
    return this.#bytes.slice(0, this.#numbers[LENGTH]);
  }
}
