import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { NodeId, StartId } from '../../shared/model.ts';
import { hex, putHex } from '../reconcile/bytes.ts';
import { GROUP_ID_BYTES, type Direction, type GroupId } from './keys.ts';

/**
 * A sealed frame (GR3): version 1, group id 8, sender 16 (never zeros), start id 8, receiver 16 (zeros: whoever answers), nonce 12, ciphertext, tag 16. All before the
 * ciphertext is authenticated with it, and in an answer the frame that is answered as well.
 */
const VERSION = 1;
const CIPHER = 'aes-256-gcm';
const [ID_BYTES, START_BYTES] = [16, 8];
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NOBODY = '0'.repeat(2 * ID_BYTES);
const SENDER_AT = 1 + GROUP_ID_BYTES;
const START_AT = SENDER_AT + ID_BYTES;
const RECEIVER_AT = START_AT + START_BYTES;
const NONCE_AT = RECEIVER_AT + ID_BYTES;
const SEALED_AT = NONCE_AT + NONCE_BYTES;

/** What a frame is longer than its contents. */
export const FRAME_OVERHEAD = SEALED_AT + TAG_BYTES;

/** What stands in the clear. */
export interface FrameHead extends Direction {
  group: GroupId;
}

export interface Frame {
  head: FrameHead;
  bytes: Uint8Array;
}

/** In an answer, the frame that it answers: it opens as the answer to no other. Null in a request. */
export type Answered = Uint8Array | null;

/**
 * `contents` come in pieces, as a page of a state has megabytes that need not be copied. `nonce` is random and never used twice with a key: a start id is
 * renewed long before that becomes likely (GR2).
 */
export function seal(
  key: KeyObject,
  head: FrameHead,
  nonce: Uint8Array,
  contents: readonly Uint8Array[],
  answered: Answered,
): Uint8Array<ArrayBuffer> {
  const length = contents.reduce((sum, piece) => sum + piece.length, 0);
  const frame = new Uint8Array(FRAME_OVERHEAD + length);
  putHead(frame, head);
  frame.set(nonce, NONCE_AT);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(authenticated(frame, answered));
  let at = SEALED_AT;
  for (const piece of contents) {
    frame.set(cipher.update(piece), at);
    at += piece.length;
  }
  cipher.final();
  frame.set(cipher.getAuthTag(), at);
  return frame;
}

function putHead(frame: Uint8Array, { group, sender, start, receiver }: FrameHead): void {
  frame[0] = VERSION;
  putHex(frame, 1, group);
  putHex(frame, SENDER_AT, sender);
  putHex(frame, START_AT, start);
  putHex(frame, RECEIVER_AT, receiver ?? NOBODY);
}

/** What stands in the clear, which says nothing yet of who sent it; null when the bytes are no frame of this version, or nobody's. */
export function readFrame(bytes: Uint8Array): Frame | null {
  if (bytes.length < FRAME_OVERHEAD || bytes[0] !== VERSION) return null;
  const text = (from: number, to: number): string => hex(bytes.subarray(from, to));
  const sender = text(SENDER_AT, START_AT);
  // What answers it would be for whoever reads it.
  if (sender === NOBODY) return null;
  const receiver = text(RECEIVER_AT, NONCE_AT);
  const head = {
    group: text(1, SENDER_AT) as GroupId,
    sender: sender as NodeId,
    start: text(START_AT, RECEIVER_AT) as StartId,
    receiver: receiver === NOBODY ? null : (receiver as NodeId),
  };
  return { head, bytes };
}

/** The contents; null when anything of the frame, or of what it answers, is not as it was sealed, or the key is another. */
export function open(key: KeyObject, { bytes }: Frame, answered: Answered): Uint8Array | null {
  const nonce = bytes.subarray(NONCE_AT, SEALED_AT);
  const end = bytes.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(authenticated(bytes, answered));
  decipher.setAuthTag(bytes.subarray(end));
  const opened = decipher.update(bytes.subarray(SEALED_AT, end));
  try {
    decipher.final();
    return new Uint8Array(opened.buffer, opened.byteOffset, opened.length);
  } catch {
    return null;
  }
}

/** The head, and of an answered frame its nonce and tag, by which it can be told from all others. */
function authenticated(frame: Uint8Array, answered: Answered): Uint8Array {
  const head = frame.subarray(0, NONCE_AT);
  if (answered === null) return head;
  const bytes = new Uint8Array(NONCE_AT + NONCE_BYTES + TAG_BYTES);
  bytes.set(head);
  bytes.set(answered.subarray(NONCE_AT, SEALED_AT), NONCE_AT);
  bytes.set(answered.subarray(-TAG_BYTES), NONCE_AT + NONCE_BYTES);
  return bytes;
}
