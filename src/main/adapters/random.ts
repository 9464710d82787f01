import { randomBytes, randomFillSync } from 'node:crypto';
import type { Random } from '../../core/ports.ts';

const MANTISSA_BITS = 53n;
/** Drawn from the system at once: each draw takes as long as a short message. */
const POOL_BYTES = 4_096;
const LARGEST_FROM_POOL = 64;

/** The system's cryptographic random source. */
export function createRandom(): Random {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;

  function bytes(count: number): Uint8Array {
    if (count > LARGEST_FROM_POOL) return new Uint8Array(randomBytes(count));
    if (used + count > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    const taken = new Uint8Array(pool.subarray(used, used + count));
    // What was given out is not kept here.
    pool.fill(0, used, used + count);
    used += count;
    return taken;
  }

  function next(): number {
    const bits = Buffer.from(bytes(8)).readBigUInt64BE() >> (64n - MANTISSA_BITS);
    return Number(bits) / Number(1n << MANTISSA_BITS);
  }

  return { next, bytes };
}
