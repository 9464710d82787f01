import type { C19Version, Digest, Key } from '../../shared/model.ts';

const REMEMBERED_VERSIONS = 1024;
const MAX_LOGGED_KEYS = 200_000;

interface Mark {
  digest: Digest;
  c19Version: C19Version;
  /** Log position at which the state had these versions. */
  position: number;
}

/**
 * Which keys changed since the state had a certain digest or C19 version: the last 1,024 are remembered (VD4). A change costs O(1), an
 * answer as much as the number of changes since.
 */
export class ChangeLog {
  /** Keys in the order they changed; the first has position `#base`. */
  #keys: Key[] = [];
  #base = 0;
  #marks: Mark[] = [];
  readonly #positions = new Map<string, number>();

  /** Notes that `keys` changed and led to these versions. */
  record(keys: Iterable<Key>, digest: Digest, c19Version: C19Version): void {
    for (const key of keys) this.#keys.push(key);
    const mark = { digest, c19Version, position: this.#base + this.#keys.length };
    this.#marks.push(mark);
    this.#positions.set(digestName(digest), mark.position);
    this.#positions.set(c19Name(c19Version), mark.position);
    this.#trim();
  }

  /** The keys changed since the latest moment with this digest, each once; null when it is not remembered. */
  since(digest: Digest): Set<Key> | null {
    return this.#changedSince(this.#positions.get(digestName(digest)));
  }

  /** The same by C19 version. */
  sinceC19(version: C19Version): Set<Key> | null {
    return this.#changedSince(this.#positions.get(c19Name(version)));
  }

  #changedSince(position: number | undefined): Set<Key> | null {
    return position === undefined ? null : new Set(this.#keys.slice(position - this.#base));
  }

  #trim(): void {
    while (this.#marks.length > 1 && (this.#marks.length > REMEMBERED_VERSIONS || this.#isTooLong())) {
      const dropped = this.#marks.shift();
      if (dropped !== undefined) this.#forget(dropped);
    }
    const keep = this.#marks[0]?.position ?? this.#base;
    if (keep - this.#base > this.#keys.length / 2) {
      this.#keys = this.#keys.slice(keep - this.#base);
      this.#base = keep;
    }
  }

  #isTooLong(): boolean {
    return this.#base + this.#keys.length - (this.#marks[0]?.position ?? 0) > MAX_LOGGED_KEYS;
  }

  /** A version may have come back since: its name then points to the later moment and stays. */
  #forget(mark: Mark): void {
    for (const name of [digestName(mark.digest), c19Name(mark.c19Version)]) {
      if (this.#positions.get(name) === mark.position) this.#positions.delete(name);
    }
  }
}

const digestName = (digest: Digest): string => `d${digest}`;
const c19Name = (version: C19Version): string => `c${version}`;
