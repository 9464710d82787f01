/** Crockford's base32 (https://www.crockford.com/base32.html): no I, L, O and U, so that a code read aloud or typed off paper is not misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5;

const VALUES = new Map(Array.from(ALPHABET).map((digit, value) => [digit, value]));
VALUES.set('O', 0).set('I', 1).set('L', 1);

export const DIGITS: readonly string[] = Array.from(ALPHABET);

/** The digit that a character stands for, in any case and with the usual mistakings; null for none. */
export function digitOf(character: string): string | null {
  const value = VALUES.get(character.toUpperCase());
  return value === undefined ? null : (ALPHABET[value] ?? null);
}

/** Bytes whose number of bits is a multiple of five, as digits. */
export function encodeBase32(bytes: Uint8Array): string {
  let digits = '';
  let [bits, count] = [0, 0];
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    for (; count >= BITS; count -= BITS) digits += ALPHABET[(bits >> (count - BITS)) & 31] ?? '';
    bits &= (1 << count) - 1;
  }
  return digits;
}

/** The bytes of digits as {@link encodeBase32} makes them. */
export function decodeBase32(digits: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((digits.length * BITS) >> 3);
  let [bits, count, at] = [0, 0, 0];
  for (const digit of digits) {
    bits = (bits << BITS) | (VALUES.get(digit) ?? 0);
    count += BITS;
    if (count < 8) continue;
    count -= 8;
    bytes[at] = bits >> count;
    at += 1;
    bits &= (1 << count) - 1;
  }
  return bytes;
}
