/** Lower-case hex, two digits a byte. */
export const hex = (bytes: Uint8Array): string => bytes.toHex();

/** Puts the lowest `count` bytes of a whole number that is not negative, the largest byte first. */
export function putNumber(bytes: Uint8Array, at: number, value: number, count: number): void {
  let rest = value;
  for (let i = at + count - 1; i >= at; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

/** Puts hex, two digits a byte; of an odd number the last byte's second half is zero. */
export function putHex(bytes: Uint8Array, at: number, digits: string): void {
  bytes.subarray(at).setFromHex(digits.length % 2 === 0 ? digits : `${digits}0`);
}

/** Writes a binary message, numbers with the largest byte first. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What has been written so far. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** The lowest `count` bytes of a whole number that is not negative. */
  number(value: number, count: number): void {
    this.#reserve(count);
    putNumber(this.#bytes, this.#length, value, count);
    this.#length += count;
  }

  /** Writes over what stands at `at`. */
  overwrite(at: number, value: number, count: number): void {
    putNumber(this.#bytes, at, value, count);
  }

  /** Lower-case hex, two digits a byte; of an odd number the last byte's second half is zero. */
  hex(digits: string): void {
    const count = Math.ceil(digits.length / 2);
    this.#reserve(count);
    putHex(this.#bytes, this.#length, digits);
    this.#length += count;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * (this.#length + count));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Reads a binary message. Past its end it reads zeros and says so in {@link isBroken}: the reader checks once, at the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether there is something more to read. */
  get hasMore(): boolean {
    return this.#at < this.#bytes.length;
  }

  /** Whether more was read than there was. */
  get isBroken(): boolean {
    return this.#at > this.#bytes.length;
  }

  /** At most 6 bytes. */
  number(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1) value = value * 256 + this.#byte();
    return value;
  }

  /** `digits` of them; of an odd number the rest of the last byte is to be zero, or null. */
  hex(digits: number): string | null {
    const count = Math.ceil(digits / 2);
    const text = hex(this.bytes(count)).padEnd(2 * count, '0');
    return text.length > digits && !text.endsWith('0') ? null : text.slice(0, digits);
  }

  /** The next `count`; fewer when there are not so many. */
  bytes(count: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return bytes;
  }

  /** What has not been read yet. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at] ?? 0;
    this.#at += 1;
    return byte;
  }
}
