import { entriesText, isLive, type C19Entry } from './entry.ts';

/** XXH64 with seed 0 over raw bytes. */
export type Xxh64 = (bytes: Uint8Array) => bigint;

type Held = C19Entry & { hash: bigint };

/** What a C19 agent holds. It never changes: each step is a new state, so that many agents can share one. */
export class C19State {
  readonly #xxh64: Xxh64;
  readonly #held: ReadonlyMap<string, Held>;
  readonly #xor: bigint;
  /** Nothing expires before this time. */
  readonly #allLiveUntil: number;
  #text: Uint8Array | null = null;

  private constructor(xxh64: Xxh64, held: ReadonlyMap<string, Held>, xor: bigint, allLiveUntil: number) {
    this.#xxh64 = xxh64;
    this.#held = held;
    this.#xor = xor;
    this.#allLiveUntil = allLiveUntil;
  }

  static empty(xxh64: Xxh64): C19State {
    return new C19State(xxh64, new Map(), 0n, Infinity);
  }

  get size(): number {
    return this.#held.size;
  }

  /** Of what is held, expired or not (VD3); `0` of nothing. */
  get version(): string {
    return this.#xor.toString();
  }

  /** All entries as JSON, as they travel. */
  get text(): Uint8Array {
    this.#text ??= entriesText(this.#held);
    return this.#text;
  }

  get(key: string): C19Entry | null {
    return this.#held.get(key) ?? null;
  }

  /** Those of the entries that would be taken: a larger ts wins, of two equal ones the first stays (C1.5). */
  winners(entries: ReadonlyMap<string, C19Entry>): Map<string, C19Entry> {
    return new Map([...entries].filter(([key, { ts }]) => ts > (this.#held.get(key)?.ts ?? -1)));
  }

  with(entries: ReadonlyMap<string, C19Entry>): C19State {
    const winners = this.winners(entries);
    if (winners.size === 0) return this;
    const held = new Map(this.#held);
    let xor = this.#xor;
    let allLiveUntil = this.#allLiveUntil;
    for (const [key, entry] of winners) {
      const hash = this.#xxh64(hashed(key, entry.ts));
      xor ^= (held.get(key)?.hash ?? 0n) ^ hash;
      allLiveUntil = Math.min(allLiveUntil, expiryOf(entry));
      held.set(key, { ...entry, hash });
    }
    return new C19State(this.#xxh64, held, xor, allLiveUntil);
  }

  /** Without what has expired. */
  live(now: number): C19State {
    if (now < this.#allLiveUntil) return this;
    const held = new Map([...this.#held].filter(([, entry]) => isLive(entry, now)));
    let xor = 0n;
    let allLiveUntil = Infinity;
    for (const entry of held.values()) {
      xor ^= entry.hash;
      allLiveUntil = Math.min(allLiveUntil, expiryOf(entry));
    }
    return new C19State(this.#xxh64, held, xor, allLiveUntil);
  }
}

const expiryOf = ({ ts, ttl }: C19Entry): number => (ttl === null ? Infinity : ts + ttl);

/** The key, 0xFF and the ts as 8 bytes little endian (VD3). */
function hashed(key: string, ts: number): Uint8Array {
  const name = new TextEncoder().encode(key);
  const bytes = new Uint8Array(name.length + 9);
  bytes.set(name);
  bytes[name.length] = 0xff;
  new DataView(bytes.buffer).setBigUint64(name.length + 1, BigInt(ts), true);
  return bytes;
}
