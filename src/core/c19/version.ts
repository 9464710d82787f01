import type { C19Version, Key } from '../../shared/model.ts';
import { c19EntryHash } from '../state/hash.ts';
import type { Xxh64 } from '../state/xxh64.ts';

/** Both the empty string and `0` say that there is nothing (C1.3); here it is always the former (VD3). */
export const normalVersion = (text: string): C19Version => (text === '0' ? '' : text) as C19Version;

/** The C19 version of entries that come one by one (VD3). */
export class VersionSum {
  readonly #xxh64: Xxh64;
  #xor = 0n;

  constructor(xxh64: Xxh64) {
    this.#xxh64 = xxh64;
  }

  get version(): C19Version {
    return normalVersion(this.#xor.toString());
  }

  add(key: string, ts: number): void {
    this.#xor ^= c19EntryHash(this.#xxh64, key as Key, ts);
  }
}
