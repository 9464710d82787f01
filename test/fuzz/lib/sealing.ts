import type { KeyObject } from 'node:crypto';
import {
  decodeAnswer,
  decodeRequest,
  encodeAnswer,
  encodeRequest,
  type SealedAnswer,
  type SealedRequest,
} from '../../../src/core/group/contents.ts';
import { NONCE_BYTES, open, readFrame, seal, type Frame, type FrameHead } from '../../../src/core/group/frame.ts';
import { firstKeys } from '../../../src/core/group/group-keys.ts';
import type { GroupSecret } from '../../../src/core/group/invite-code.ts';
import { Keyring } from '../../../src/core/group/keyring.ts';
import { SeededRandom } from '../../../src/core/testing/seeded-random.ts';

export const SECRET = new Uint8Array(16).fill(7) as Uint8Array as GroupSecret;
const HEX = /^[0-9a-f]+$/;

/** What is in a frame, its fields as JSON text: they need not be valid, nor the text JSON. */
export interface Insides {
  said: string;
  body: Uint8Array;
}

/** Seals with the right keys whatever it is given, and opens. */
export class Sealer {
  readonly keyring = new Keyring(firstKeys(SECRET));
  readonly #random = new SeededRandom(2);

  seal(head: FrameHead, { said, body }: Insides, answered: Uint8Array | null): Uint8Array {
    return seal(this.#key(head), head, this.#random.bytes(NONCE_BYTES), [beforeBody(said), body], answered);
  }

  /** Null when it is no frame of the group, or is not the answer to `answered`. */
  openAnswer(bytes: Uint8Array, answered: Uint8Array): { said: SealedAnswer; body: Uint8Array } | null {
    const plain = this.#open(bytes, answered);
    return plain === null ? null : decodeAnswer(plain);
  }

  openRequest(bytes: Uint8Array): { frame: Frame; said: SealedRequest; body: Uint8Array } | null {
    const [frame, plain] = [readFrame(bytes), this.#open(bytes, null)];
    const contents = plain === null ? null : decodeRequest(plain);
    return frame === null || contents === null ? null : { frame, ...contents };
  }

  #open(bytes: Uint8Array, answered: Uint8Array | null): Uint8Array | null {
    const frame = readFrame(bytes);
    return frame === null ? null : open(this.#key(frame.head), frame, answered);
  }

  /** Of the one secret, whatever group the head claims. */
  #key(head: FrameHead): KeyObject {
    const key = this.keyring.key(this.keyring.groupId, head);
    if (key === null) throw new Error('The key is held');
    return key;
  }
}

/** Written as the program does, of any fields; a text that is no JSON object stands there as it is. */
function beforeBody(text: string): Uint8Array {
  const said = fieldsIn(text);
  if (said === null) return Buffer.from(text, 'latin1');
  const shared = { time: numberIn(said['time']), newer: idIn(said['newer']), packed: said['packed'] === true };
  if ('kind' in said) {
    const kind = said['kind'] === 'again' ? 'again' : 'answer';
    const answer = { ...shared, kind, status: numberIn(said['status']), header: textIn(said['header']) };
    return encodeAnswer(answer as SealedAnswer);
  }
  const request = {
    ...{ ...shared, count: numberIn(said['count']), start: idIn(said['start']), header: textIn(said['header']) },
    ...{ method: textIn(said['method']) ?? '', path: textIn(said['path']) ?? '' },
  };
  return encodeRequest(request as SealedRequest);
}

function fieldsIn(text: string): Record<string, unknown> | null {
  try {
    const fields: unknown = JSON.parse(text);
    return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const numberIn = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? Math.floor(Math.abs(value)) : 0;
const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const idIn = (value: unknown): string | null =>
  typeof value === 'string' && HEX.test(value) ? value.padEnd(16, '0').slice(0, 16) : null;

/** A head with the fields replaced that a header `Frame: sender=… receiver=…` names. */
export function headWith(head: FrameHead, named = ''): FrameHead {
  const changed: Record<string, unknown> = { ...head };
  for (const word of named.split(' ')) {
    const [name = '', value = ''] = word.split('=');
    const length = { group: 16, sender: 32, start: 16, receiver: 32 }[name];
    if (length !== undefined && HEX.test(value)) changed[name] = value.padEnd(length, '0').slice(0, length);
  }
  const isForAnyone = /^0+$/.test(String(changed['receiver']));
  return { ...(changed as unknown as FrameHead), ...(isForAnyone ? { receiver: null } : {}) };
}
