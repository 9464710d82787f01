import { NONCE_BYTES, open, readFrame, seal, type Frame, type FrameHead } from '../../../src/core/group/frame.ts';
import type { GroupSecret } from '../../../src/core/group/invite-code.ts';
import { Keyring } from '../../../src/core/group/keyring.ts';
import { SeededRandom } from '../../../src/core/testing/seeded-random.ts';
import {
  sealedAnswerSchema,
  sealedRequestSchema,
  type SealedAnswer,
  type SealedRequest,
} from '../../../src/shared/sealed.ts';

export const SECRET = new Uint8Array(16).fill(7) as Uint8Array as GroupSecret;
const HEX = /^[0-9a-f]+$/;

/** What is in a frame, with its JSON text as it is: it need not be valid. */
export interface Insides {
  said: string;
  body: Uint8Array;
}

/** Seals with the right keys whatever it is given, and opens. */
export class Sealer {
  readonly keyring = new Keyring(SECRET);
  readonly #random = new SeededRandom(2);

  seal(head: FrameHead, { said, body }: Insides, answered: Uint8Array | null): Uint8Array {
    return seal(this.keyring.key(head), head, this.#random.bytes(NONCE_BYTES), contentsOf(said, body), answered);
  }

  /** Null when it is no frame of the group, or is not the answer to `answered`. */
  openAnswer(bytes: Uint8Array, answered: Uint8Array): { said: SealedAnswer; body: Uint8Array } | null {
    const inside = this.#open(bytes, answered);
    return inside === null ? null : { said: sealedAnswerSchema.parse(JSON.parse(inside.said)), body: inside.body };
  }

  openRequest(bytes: Uint8Array): { frame: Frame; said: SealedRequest; body: Uint8Array } | null {
    const [frame, inside] = [readFrame(bytes), this.#open(bytes, null)];
    if (frame === null || inside === null) return null;
    return { frame, said: sealedRequestSchema.parse(JSON.parse(inside.said)), body: inside.body };
  }

  #open(bytes: Uint8Array, answered: Uint8Array | null): Insides | null {
    const frame = readFrame(bytes);
    const plain = frame === null ? null : open(this.keyring.key(frame.head), frame, answered);
    if (plain === null) return null;
    const bodyAt = 2 + (plain[0] ?? 0) * 256 + (plain[1] ?? 0);
    return { said: Buffer.from(plain.subarray(2, bodyAt)).toString('utf8'), body: plain.subarray(bodyAt) };
  }
}

/** As `encodeContents` writes them, but of any text. A text that is too long for its length is cut there by whoever reads it. */
function contentsOf(said: string, body: Uint8Array): Uint8Array {
  const text = Buffer.from(said, 'latin1');
  return Buffer.concat([Uint8Array.of((text.length >> 8) & 255, text.length & 255), text, body]);
}

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
