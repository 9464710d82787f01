import { randomBytes } from 'node:crypto';
import type { Random } from '../../core/ports.ts';

const MANTISSA_BITS = 53n;

/** The system's cryptographic random source. */
export function createRandom(): Random {
  return {
    next: () => Number(randomBytes(8).readBigUInt64BE() >> (64n - MANTISSA_BITS)) / Number(1n << MANTISSA_BITS),
    bytes: (count) => new Uint8Array(randomBytes(count)),
  };
}
