import type { StartId } from '../../shared/model.ts';
import { ByteReader, putHex, putNumber } from '../reconcile/bytes.ts';
import { decodeUtf8, encodeUtf8, utf8Length } from '../state/utf8.ts';
import { GROUP_ID_BYTES, type GroupId } from './keys.ts';

/** What stands before the body in a sealed request (GR3). */
export interface SealedRequest {
  /** The sender's clock. */
  time: number;
  /** Of its requests to this receiver, from 0 (GR4). */
  count: number;
  /** The start of the receiver that is meant; null in the first hello. */
  start: StartId | null;
  /** The newest key that the sender holds, when it sealed with an earlier one (GR5). */
  newer: GroupId | null;
  method: string;
  path: string;
  header: string | null;
  /** Whether the body was compressed before it was sealed. */
  packed: boolean;
}

/** What stands before the body in a sealed answer. `again`: the request was stale, and what this says of start and time is right (GR4). */
export type SealedAnswer =
  | { kind: 'answer'; time: number; newer: GroupId | null; status: number; header: string | null; packed: boolean }
  | { kind: 'again'; time: number; newer: GroupId | null };

/** What a frame holds (GR3). */
export interface Contents<T> {
  said: T;
  body: Uint8Array;
}

const [TIME_BYTES, COUNT_BYTES, START_BYTES] = [6, 6, 8];
const [AGAIN, ANSWER, PACKED_ANSWER] = [0, 1, 2];
const NO_HEADER = 0xffff;
const [MAX_METHOD, MAX_PATH, MAX_HEADER] = [16, 2_048, 16 * 1024];

/** Where the fields of a request begin. Zeros are no start, and no newer key. */
const REQUEST = { time: 0, count: 6, start: 12, newer: 20, packed: 28, method: 29, path: 30, header: 32, texts: 34 };
/** Where the fields of an answer begin; one that says `again` ends before the status. */
const REPLY = { kind: 0, time: 1, newer: 7, status: 15, header: 17, texts: 19 };

/**
 * What stands before the body: time 6 bytes, count 6, start 8, newer key 8, packed 1, lengths of method 1, path 2 and header 2, these three texts. Written
 * by hand into one piece of memory: every exchange does this.
 */
export function encodeRequest(said: SealedRequest): Uint8Array<ArrayBuffer> {
  const texts = encodeUtf8(said.method + said.path + (said.header ?? ''));
  const bytes = new Uint8Array(REQUEST.texts + texts.length);
  putNumber(bytes, REQUEST.time, said.time, TIME_BYTES);
  putNumber(bytes, REQUEST.count, said.count, COUNT_BYTES);
  putHex(bytes, REQUEST.start, said.start ?? '');
  putHex(bytes, REQUEST.newer, said.newer ?? '');
  bytes[REQUEST.packed] = said.packed ? 1 : 0;
  putNumber(bytes, REQUEST.method, utf8Length(said.method), 1);
  putNumber(bytes, REQUEST.path, utf8Length(said.path), 2);
  putNumber(bytes, REQUEST.header, said.header === null ? NO_HEADER : utf8Length(said.header), 2);
  bytes.set(texts, REQUEST.texts);
  return bytes;
}

/** What stands before the body: kind 1 byte, time 6, newer key 8, then of all but `again` the status 2, the length of the header 2 and the header. */
export function encodeAnswer(said: SealedAnswer): Uint8Array<ArrayBuffer> {
  const isAgain = said.kind === 'again';
  const texts = encodeUtf8(isAgain ? '' : (said.header ?? ''));
  const bytes = new Uint8Array((isAgain ? REPLY.status : REPLY.texts) + texts.length);
  bytes[REPLY.kind] = kindOf(said);
  putNumber(bytes, REPLY.time, said.time, TIME_BYTES);
  putHex(bytes, REPLY.newer, said.newer ?? '');
  if (isAgain) return bytes;
  putNumber(bytes, REPLY.status, said.status, 2);
  putNumber(bytes, REPLY.header, said.header === null ? NO_HEADER : texts.length, 2);
  bytes.set(texts, REPLY.texts);
  return bytes;
}

/** Null when a request holds anything else. */
export function decodeRequest(bytes: Uint8Array): Contents<SealedRequest> | null {
  const reader = new ByteReader(bytes);
  const [time, count] = [reader.number(TIME_BYTES), reader.number(COUNT_BYTES)];
  const [start, newer] = [readId(reader, START_BYTES), readId(reader, GROUP_ID_BYTES)];
  const packed = reader.number(1);
  const [methodBytes, pathBytes, headerBytes] = [reader.number(1), reader.number(2), reader.number(2)];
  const method = readText(reader, methodBytes, MAX_METHOD);
  const path = readText(reader, pathBytes, MAX_PATH);
  const header = readHeader(reader, headerBytes);
  if (reader.isBroken || packed > 1 || method === null || method === '' || path === null || path === '') return null;
  if (header === undefined) return null;
  const said = { time, count, start: start as StartId | null, newer: newer as GroupId | null, method, path, header };
  return { said: { ...said, packed: packed === 1 }, body: reader.rest() };
}

/** Null when an answer holds anything else. */
export function decodeAnswer(bytes: Uint8Array): Contents<SealedAnswer> | null {
  const reader = new ByteReader(bytes);
  const [kind, time] = [reader.number(1), reader.number(TIME_BYTES)];
  const newer = readId(reader, GROUP_ID_BYTES) as GroupId | null;
  if (kind > PACKED_ANSWER) return null;
  if (kind === AGAIN) return reader.isBroken ? null : { said: { kind: 'again', time, newer }, body: reader.rest() };
  const status = reader.number(2);
  const header = readHeader(reader, reader.number(2));
  if (reader.isBroken || status < 200 || status > 599 || header === undefined) return null;
  return {
    said: { kind: 'answer', time, newer, status, header, packed: kind === PACKED_ANSWER },
    body: reader.rest(),
  };
}

function kindOf(said: SealedAnswer): number {
  if (said.kind === 'again') return AGAIN;
  return said.packed ? PACKED_ANSWER : ANSWER;
}

function readId(reader: ByteReader, count: number): string | null {
  const id = reader.hex(2 * count);
  return id === '00'.repeat(count) ? null : id;
}

/** Null when it is longer than it may be or no UTF-8. */
function readText(reader: ByteReader, length: number, max: number): string | null {
  return length > max ? null : decodeUtf8(reader.bytes(length));
}

/** Undefined when it is none. */
const readHeader = (reader: ByteReader, length: number): string | null | undefined =>
  length === NO_HEADER ? null : (readText(reader, length, MAX_HEADER) ?? undefined);
