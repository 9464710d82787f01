import type { EntryHash } from '../../shared/model.ts';
import { MAX_TS } from '../state/limits.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { CHILD_WORDS, type Children, type Listed } from './digest-trie.ts';
import { KEY_HASH_BYTES, type KeyHash } from './key-hash.ts';
import { FANOUT, FEW, isBehind, MAX_DEPTH, type Prefix } from './prefix.ts';

/*
 * `POST /-/reconcile`, binary, since digests as hex in JSON would take more than twice the bytes (RE3).
 *
 *   request:  question+
 *   answer:   u16 number of questions dealt with, reply*
 *   question: head, prefix, [children]             with children: "here are mine", without: "what have you below?"
 *   reply:    head, prefix, children | listing
 *   head:     u8: digits of the prefix, + 128 when children follow
 *   prefix:   two digits a byte
 *   children: u16 with a bit for each child that is not empty, the lowest for the first; 7 bytes for each of these
 *   listing:  u8 number of entries; each: the key hash without the whole bytes of the prefix, u8 ts / 2^48 (+ 128 for a tombstone),
 *             u48 rest of ts, 16 bytes of the entry hash
 */

/** Most bytes of a request and of an answer (RE1). */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** Most questions in a request. */
export const MAX_QUESTIONS = 4_096;

const CHILDREN_FLAG = 128;
const DELETED_FLAG = 128;
const DIGEST_BYTES = 7;
const TWO_POW_48 = 2 ** 48;
const LISTED_BYTES = KEY_HASH_BYTES + 7 + 16;

/** Most bytes of a question or a reply: head and prefix, then children or a listing, which is larger. */
export const MAX_ITEM_BYTES = 1 + MAX_DEPTH / 2 + Math.max(2 + FANOUT * DIGEST_BYTES, 1 + FEW * LISTED_BYTES);

/** With children: which of them differ from the receiver's? Without: what is below the prefix? */
export interface Question {
  prefix: Prefix;
  children: Children | null;
}

/** What the answering side holds below a prefix. */
export type Reply =
  { kind: 'children'; prefix: Prefix; children: Children } | { kind: 'listing'; prefix: Prefix; listing: Listed[] };

export interface Answer {
  /** The first so many questions were answered; the others are to be asked again. */
  dealt: number;
  /** In hash order. */
  replies: Reply[];
}

export function writeQuestion(writer: ByteWriter, { prefix, children }: Question): void {
  writeHead(writer, prefix, children !== null);
  if (children !== null) writeChildren(writer, children);
}

/** Null unless all of it is well-formed: 1 to {@link MAX_QUESTIONS} questions in hash order, none below another. */
export function readQuestions(body: Uint8Array): Question[] | null {
  if (body.length > MAX_MESSAGE_BYTES) return null;
  const reader = new ByteReader(body);
  const questions: Question[] = [];
  while (reader.hasMore) {
    const head = readHead(reader);
    const last = questions.at(-1);
    if (head === null || (last !== undefined && !isBehind(head.prefix, last.prefix))) return null;
    if (questions.length === MAX_QUESTIONS || (head.hasChildren && head.prefix.length === MAX_DEPTH)) return null;
    questions.push({ prefix: head.prefix, children: head.hasChildren ? readChildren(reader) : null });
  }
  return reader.isBroken || questions.length === 0 ? null : questions;
}

/** Writes an answer as far as it may grow. */
export class AnswerWriter {
  readonly #writer = new ByteWriter();
  #dealt = 0;

  constructor() {
    this.#writer.number(0, 2);
  }

  /** Whether the replies to one more question may not fit. */
  get isFull(): boolean {
    return this.#writer.length > MAX_MESSAGE_BYTES - FANOUT * MAX_ITEM_BYTES;
  }

  reply(reply: Reply): void {
    writeHead(this.#writer, reply.prefix, reply.kind === 'children');
    if (reply.kind === 'children') writeChildren(this.#writer, reply.children);
    else writeListing(this.#writer, reply.prefix, reply.listing);
  }

  /** All replies to the next question were written. */
  next(): void {
    this.#dealt += 1;
  }

  finish(): Uint8Array {
    this.#writer.overwrite(0, this.#dealt, 2);
    return this.#writer.finish();
  }
}

/** Null unless all of it is well-formed. */
export function readAnswer(body: Uint8Array): Answer | null {
  if (body.length > MAX_MESSAGE_BYTES) return null;
  const reader = new ByteReader(body);
  const answer: Answer = { dealt: reader.number(2), replies: [] };
  while (reader.hasMore) {
    const reply = readReply(reader);
    const last = answer.replies.at(-1);
    if (reply === null || (last !== undefined && !isBehind(reply.prefix, last.prefix))) return null;
    answer.replies.push(reply);
  }
  return reader.isBroken ? null : answer;
}

function readReply(reader: ByteReader): Reply | null {
  const head = readHead(reader);
  if (head === null) return null;
  const { prefix, hasChildren } = head;
  if (hasChildren) {
    return prefix.length === MAX_DEPTH ? null : { kind: 'children', prefix, children: readChildren(reader) };
  }
  const listing = readListing(reader, prefix);
  return listing === null ? null : { kind: 'listing', prefix, listing };
}

function writeHead(writer: ByteWriter, prefix: Prefix, hasChildren: boolean): void {
  writer.number(prefix.length + (hasChildren ? CHILDREN_FLAG : 0), 1);
  writer.hex(prefix);
}

function readHead(reader: ByteReader): { prefix: Prefix; hasChildren: boolean } | null {
  const head = reader.number(1);
  const depth = head % CHILDREN_FLAG;
  const prefix = depth > MAX_DEPTH ? null : reader.hex(depth);
  return prefix === null ? null : { prefix, hasChildren: head >= CHILDREN_FLAG };
}

function writeChildren(writer: ByteWriter, children: Children): void {
  const present: number[] = [];
  for (let at = 0; at < children.length; at += CHILD_WORDS) {
    if (children[at] !== 0 || children[at + 1] !== 0) present.push(at);
  }
  writer.number(
    present.reduce((bits, at) => bits + 2 ** (at / CHILD_WORDS), 0),
    2,
  );
  for (const at of present) {
    writer.number(children[at] ?? 0, 4);
    writer.number(children[at + 1] ?? 0, 3);
  }
}

function readChildren(reader: ByteReader): Children {
  const children: Children = new Uint32Array(FANOUT * CHILD_WORDS);
  const present = reader.number(2);
  for (let digit = 0; digit < FANOUT; digit += 1) {
    if (((present >> digit) & 1) === 0) continue;
    children[digit * CHILD_WORDS] = reader.number(4);
    children[digit * CHILD_WORDS + 1] = reader.number(3);
  }
  return children;
}

function writeListing(writer: ByteWriter, prefix: Prefix, listing: Listed[]): void {
  writer.number(listing.length, 1);
  for (const { keyHash, ts, deleted, hash } of listing) {
    writer.hex(keyHash.slice(wholeBytes(prefix).length));
    writer.number(Math.floor(ts / TWO_POW_48) + (deleted ? DELETED_FLAG : 0), 1);
    writer.number(ts % TWO_POW_48, 6);
    writer.hex(hash);
  }
}

/** In hash order, all below the prefix. */
function readListing(reader: ByteReader, prefix: Prefix): Listed[] | null {
  const count = reader.number(1);
  if (count > FEW) return null;
  const known = wholeBytes(prefix);
  const listing: Listed[] = [];
  for (let i = 0; i < count; i += 1) {
    const keyHash = `${known}${reader.hex(2 * KEY_HASH_BYTES - known.length) ?? ''}` as KeyHash;
    const high = reader.number(1);
    const ts = (high % DELETED_FLAG) * TWO_POW_48 + reader.number(6);
    const hash = reader.hex(32) as EntryHash;
    const last = listing.at(-1);
    if (ts > MAX_TS || !keyHash.startsWith(prefix) || (last !== undefined && keyHash <= last.keyHash)) return null;
    listing.push({ keyHash, ts, deleted: high >= DELETED_FLAG, hash });
  }
  return listing;
}

/** The digits of a prefix that fill bytes: a listing need not repeat them. */
const wholeBytes = (prefix: Prefix): string => prefix.slice(0, prefix.length - (prefix.length % 2));
