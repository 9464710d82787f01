import { hash } from 'node:crypto';
import type { EntryHash, Key } from '../../shared/model.ts';
import type { Xxh64 } from './xxh64.ts';
import { encodeUtf8 } from './utf8.ts';

const TWO_POW_32 = 2 ** 32;
const NO_TTL = 0xffffffff;

/**
 * The first 16 bytes of the entry hash as hex (VD1): SHA-256 over the u32be length of the key, the key, u64be ts, u64be ttl (null is
 * 2^64 - 1) and SHA-256 of the canonical value. The remaining 16 bytes are never needed: 128 bits order and tell apart all
 * entries that can be found.
 */
export function entryHash(key: string, text: string, ts: number, ttl: number | null): EntryHash {
  const keyBytes = encodeUtf8(key);
  const at = 4 + keyBytes.length;
  const buffer = new Uint8Array(at + 48);
  const view = new DataView(buffer.buffer);
  view.setUint32(0, keyBytes.length);
  buffer.set(keyBytes, 4);
  view.setUint32(at, Math.floor(ts / TWO_POW_32));
  view.setUint32(at + 4, ts % TWO_POW_32);
  view.setUint32(at + 8, ttl === null ? NO_TTL : Math.floor(ttl / TWO_POW_32));
  view.setUint32(at + 12, ttl === null ? NO_TTL : ttl % TWO_POW_32);
  buffer.set(hash('sha256', text, 'buffer'), at + 16);
  return hash('sha256', buffer, 'hex').slice(0, 32) as EntryHash;
}

/** SHA-256 of the key as hex: the order in which full states are paged (PS5). */
export const keyHash = (key: string): string => hash('sha256', key, 'hex');

/** XXH64 (seed 0) of the key, 0xFF and ts as 8 bytes little endian (VD3). */
export function c19EntryHash(xxh64: Xxh64, key: Key, ts: number): bigint {
  const keyBytes = encodeUtf8(key);
  const buffer = new Uint8Array(keyBytes.length + 9);
  buffer.set(keyBytes);
  buffer[keyBytes.length] = 0xff;
  const view = new DataView(buffer.buffer);
  view.setUint32(keyBytes.length + 1, ts % TWO_POW_32, true);
  view.setUint32(keyBytes.length + 5, Math.floor(ts / TWO_POW_32), true);
  return xxh64(buffer);
}
