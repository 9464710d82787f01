import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeId, StartId } from '../../shared/model.ts';
import { SeededRandom } from '../testing/seeded-random.ts';
import { FRAME_OVERHEAD, NONCE_BYTES, open, readFrame, seal, type Answered, type FrameHead } from './frame.ts';
import { SECRET_BYTES, type GroupSecret } from './invite-code.ts';
import { groupIdOf, sealingKey } from './keys.ts';

const random = new SeededRandom(1);
const secret = random.bytes(SECRET_BYTES) as GroupSecret;
const other = random.bytes(SECRET_BYTES) as GroupSecret;
const nodeId = (digit: string): NodeId => digit.repeat(32) as NodeId;
const startId = (digit: string): StartId => digit.repeat(16) as StartId;
const HEAD: FrameHead = { group: groupIdOf(secret), sender: nodeId('a'), start: startId('1'), receiver: nodeId('b') };
const TEXT = Uint8Array.from(Buffer.from('{"desks/3-114": "Anna Ek"}'));

const sealedPieces = (pieces: readonly Uint8Array[], head = HEAD, answered: Answered = null) =>
  seal(sealingKey(secret, head), head, random.bytes(NONCE_BYTES), pieces, answered);
const sealed = (contents = TEXT, head = HEAD, answered: Answered = null) => sealedPieces([contents], head, answered);

/** As a receiver does: the key is found by what stands in the clear. */
function opened(bytes: Uint8Array, answered: Answered = null, by = secret): Uint8Array | null {
  const frame = readFrame(bytes);
  return frame === null ? null : open(sealingKey(by, frame.head), frame, answered);
}

describe('the keys of a group', () => {
  it('[GR2] are others in each direction, for each start and in each group, and the public id is none of them', () => {
    const keys = [
      sealingKey(secret, HEAD),
      sealingKey(secret, { ...HEAD, sender: nodeId('b'), receiver: nodeId('a') }),
      sealingKey(secret, { ...HEAD, start: startId('2') }),
      sealingKey(secret, { ...HEAD, receiver: null }),
      sealingKey(other, HEAD),
    ].map((key) => key.export().toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
    expect(groupIdOf(secret)).toMatch(/^[0-9a-f]{16}$/);
    expect(groupIdOf(secret)).not.toBe(groupIdOf(other));
    expect(keys.join()).not.toContain(groupIdOf(secret));
  });

  it('[GR2] are the same in every version of the program', () => {
    const known = Uint8Array.from({ length: SECRET_BYTES }, (_, i) => i) as Uint8Array as GroupSecret;
    expect(groupIdOf(known)).toMatchInlineSnapshot(`"3d4ec30c41826b71"`);
    expect(sealingKey(known, HEAD).export().toString('hex')).toMatchInlineSnapshot(
      `"dd115b030f1a365e1649f2ee0b4536f223560f8b6f5dd478485f0f7d4d14e879"`,
    );
  });
});

describe('a frame', () => {
  it('[GR3] gives back what was sealed, of any length, and tells in the clear only who, for whom and which group', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (contents) => {
        const frame = sealed(contents);
        expect(frame.length).toBe(contents.length + FRAME_OVERHEAD);
        expect(readFrame(frame)?.head).toEqual(HEAD);
        expect(opened(frame)).toEqual(new Uint8Array(contents));
      }),
    );
    expect(Buffer.from(sealed()).toString('latin1')).not.toContain('Anna');
  });

  it('[GR3] holds what it was sealed with, in however many pieces that came', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (pieces) => {
        const frame = sealedPieces(pieces);
        expect(opened(frame)).toEqual(Uint8Array.from(pieces.flatMap((piece) => [...piece])));
      }),
    );
  });

  it('[GR3] with any bit another is not opened', () => {
    const frame = sealed();
    for (let bit = 0; bit < frame.length * 8; bit += 1) {
      const flipped = Uint8Array.from(frame);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(opened(flipped)).toBeNull();
    }
  });

  it('[GR3] that was cut off, or is longer, is not opened', () => {
    const frame = sealed();
    for (let length = 0; length < frame.length; length += 1) expect(opened(frame.subarray(0, length))).toBeNull();
    expect(opened(Uint8Array.of(...frame, 0))).toBeNull();
  });

  it('[GR3] of another group is not opened', () => {
    expect(opened(sealed(), null, other)).toBeNull();
  });

  it('[GR3] is the answer to one request only, and no request', () => {
    const [request, another] = [sealed(), sealed()];
    const answer = sealed(TEXT, { ...HEAD, sender: nodeId('b'), receiver: nodeId('a') }, request);
    expect(opened(answer, request)).toEqual(TEXT);
    expect(opened(answer, another)).toBeNull();
    expect(opened(answer)).toBeNull();
    expect(opened(request, another)).toBeNull();
  });

  it('[GR3] of a first hello is for whoever answers', () => {
    const head = { ...HEAD, receiver: null };
    const frame = sealed(TEXT, head);
    expect(readFrame(frame)?.head).toEqual(head);
    expect(opened(frame)).toEqual(TEXT);
  });

  it('[GR3] of nobody is none: what answers it would be for whoever reads it', () => {
    expect(readFrame(sealed(TEXT, { ...HEAD, sender: nodeId('0') }))).toBeNull();
  });

  it('[GR3] is no other version, and no other bytes', () => {
    const frame = sealed();
    frame[0] = 2;
    expect(readFrame(frame)).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(opened(bytes)).toBeNull();
      }),
    );
  });
});
