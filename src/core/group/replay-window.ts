/** How far a frame may come behind the newest one of its sender (GR4). */
export const WINDOW = 4_096;
const WORD = 32;

/**
 * Which counters of one sender's start were seen (GR4): each is taken once, in any order within the window; what is older is taken for seen. The
 * anti-replay window of RFC 4303, section 3.4.3. To be asked only of frames that opened, or anybody could move it.
 */
export class ReplayWindow {
  readonly #seen = new Uint32Array(WINDOW / WORD);
  #newest = -1;

  /** Whether the counter, a whole number from 0, is a new one; it is seen from then on. */
  take(counter: number): boolean {
    if (!Number.isSafeInteger(counter) || counter < 0 || counter <= this.#newest - WINDOW) return false;
    if (counter > this.#newest) this.#moveTo(counter);
    else if (this.#has(counter)) return false;
    this.#set(counter);
    return true;
  }

  /** Forgets those that fall out: their places are for the new ones. */
  #moveTo(newest: number): void {
    if (newest - this.#newest >= WINDOW) this.#seen.fill(0);
    else for (let counter = this.#newest + 1; counter <= newest; counter += 1) this.#clear(counter);
    this.#newest = newest;
  }

  #has(counter: number): boolean {
    const { word, bit } = placeOf(counter);
    return ((this.#seen[word] ?? 0) & bit) !== 0;
  }

  #set(counter: number): void {
    const { word, bit } = placeOf(counter);
    this.#seen[word] = (this.#seen[word] ?? 0) | bit;
  }

  #clear(counter: number): void {
    const { word, bit } = placeOf(counter);
    this.#seen[word] = (this.#seen[word] ?? 0) & ~bit;
  }
}

function placeOf(counter: number): { word: number; bit: number } {
  const at = counter % WINDOW;
  return { word: Math.floor(at / WORD), bit: 1 << (at % WORD) };
}
