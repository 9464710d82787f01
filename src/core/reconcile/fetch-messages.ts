import type { EntryView } from '../../shared/model.ts';
import { encodeEntries } from '../sync/entry-codec.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { KEY_HASH_BYTES, type KeyHash } from './key-hash.ts';

/*
 * `POST /-/fetch`: the entries of some keys that a reconcile listed.
 *
 *   request: 16 bytes of key hash, in order, up to 4,096 times
 *   answer:  u16 number of key hashes dealt with, then entries as everywhere (entry-codec); keys that are not held any more are left out
 */

/** Most key hashes in a request. */
export const MAX_FETCHED = 4_096;
const COUNT_BYTES = 2;

/** Of key hashes in order. */
export function encodeWanted(wanted: readonly KeyHash[]): Uint8Array {
  const writer = new ByteWriter();
  for (const keyHash of wanted) writer.hex(keyHash);
  return writer.finish();
}

/** Null unless all of it is well-formed: 1 to {@link MAX_FETCHED} key hashes, each behind the one before. */
export function decodeWanted(body: Uint8Array): KeyHash[] | null {
  if (body.length === 0 || body.length % KEY_HASH_BYTES !== 0 || body.length > MAX_FETCHED * KEY_HASH_BYTES)
    return null;
  const reader = new ByteReader(body);
  const wanted: KeyHash[] = [];
  while (reader.hasMore) {
    const keyHash = reader.hex(2 * KEY_HASH_BYTES) as KeyHash;
    if (keyHash <= (wanted.at(-1) ?? '')) return null;
    wanted.push(keyHash);
  }
  return wanted;
}

export function encodeFetched(dealt: number, entries: EntryView[]): Uint8Array {
  const body = encodeEntries(entries);
  const answer = new Uint8Array(COUNT_BYTES + body.length);
  answer.set([dealt >> 8, dealt & 255]);
  answer.set(body, COUNT_BYTES);
  return answer;
}

/** The body of entries is yet to be decoded. Null when the answer is too short to be one. */
export function splitFetched(answer: Uint8Array): { dealt: number; body: Uint8Array } | null {
  const reader = new ByteReader(answer);
  const dealt = reader.number(COUNT_BYTES);
  return reader.isBroken ? null : { dealt, body: reader.rest() };
}
