import type { Digest, EntryHash } from '../../shared/model.ts';

/** The digest of nothing (VD1). */
export const EMPTY_DIGEST = '0'.repeat(32) as Digest;

/** XOR of entry hashes, kept up to date in O(1) per change (VD1). Toggling a hash twice takes it out again. */
export class XorDigest {
  readonly #words = new Uint32Array(4);
  #text: Digest | null = EMPTY_DIGEST;

  /** Starts from a digest, or from nothing. */
  constructor(start?: Digest) {
    if (start !== undefined) this.#xor(start);
  }

  toggle(hash: EntryHash): void {
    this.#xor(hash);
  }

  get value(): Digest {
    this.#text ??= Array.from(this.#words, (word) => word.toString(16).padStart(8, '0')).join('') as Digest;
    return this.#text;
  }

  #xor(hex: string): void {
    for (let i = 0; i < 4; i += 1) {
      this.#words[i] = (this.#words[i] ?? 0) ^ parseInt(hex.slice(i * 8, i * 8 + 8), 16);
    }
    this.#text = null;
  }
}

const DIGEST = /^[0-9a-f]{32}$/;

export const isDigest = (text: string): text is Digest => DIGEST.test(text);

/** The digest's first 8 digits: the version that people see (VD2). */
export const versionOf = (digest: Digest): string => digest.slice(0, 8);
