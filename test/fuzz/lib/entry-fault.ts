import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EntryView } from '../../../src/shared/model.ts';

const MAX_TTL_MS = 3_153_600_000_000;
const TOMBSTONE_TTL_MS = 864_000_000;

/** Which rule an entry breaks; null when none. Written after docs/SPEC.md, apart from the code that it judges. */
export function entryFault({ key, text, ts, ttl, hash, deleted }: EntryView): string | null {
  const keyBytes = Buffer.byteLength(key);
  if (keyBytes < 1 || keyBytes > 1_024 || !key.isWellFormed() || key.includes('\0')) return '[ST1] this is no key';
  if (Buffer.byteLength(text) > 256 * 1_024) return '[ST2] the value is too long';
  if (!Number.isSafeInteger(ts) || ts < 0) return '[ST2] this is no ts';
  if (ttl !== null && !(Number.isSafeInteger(ttl) && ttl >= 1 && ttl <= MAX_TTL_MS)) return '[ST2] this is no ttl';
  const value: unknown = JSON.parse(text);
  const fault = valueFault(value, 0);
  if (fault !== null) return fault;
  if (canonicalize(value) !== text) return '[ST2] the value is not canonical';
  if (deleted !== (value === null)) return '[ST3] deleted is what is null, and nothing else';
  if (deleted && ttl !== TOMBSTONE_TTL_MS) return '[ST3] a tombstone lives for 10 days';
  return hash === hashOf(key, text, ts, ttl) ? null : '[VD1] the hash is another';
}

function valueFault(value: unknown, level: number): string | null {
  if (typeof value === 'string' && !value.isWellFormed()) return '[ST2] a lone surrogate';
  if (typeof value === 'number' && !Number.isFinite(value)) return '[ST2] a number that is not finite';
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return '[ST2] an integer beyond 2^53 - 1';
  if (typeof value !== 'object' || value === null) return null;
  if (level === 32) return '[ST2] nested too deep';
  if (Object.keys(value).some((name) => !name.isWellFormed())) return '[ST2] a name with a lone surrogate';
  return Object.values(value).reduce<string | null>((fault, inner) => fault ?? valueFault(inner, level + 1), null);
}

function hashOf(key: string, text: string, ts: number, ttl: number | null): string {
  const bytes = Buffer.from(key, 'utf8');
  const numbers = Buffer.alloc(20);
  numbers.writeUInt32BE(bytes.length, 0);
  numbers.writeBigUInt64BE(BigInt(ts), 4);
  numbers.writeBigUInt64BE(ttl === null ? 2n ** 64n - 1n : BigInt(ttl), 12);
  const parts = [numbers.subarray(0, 4), bytes, numbers.subarray(4), createHash('sha256').update(text).digest()];
  return createHash('sha256').update(Buffer.concat(parts)).digest('hex').slice(0, 32);
}
