import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StartId } from '../../shared/model.ts';
import {
  decodeAnswer,
  decodeRequest,
  encodeAnswer,
  encodeRequest,
  type SealedAnswer,
  type SealedRequest,
} from './contents.ts';
import type { GroupId } from './keys.ts';

const hexOf = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .filter((id) => id.some((byte) => byte !== 0))
    .map((id) => Buffer.from(id).toString('hex'));
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const text = (maxLength: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength });
const header = fc.option(fc.string({ maxLength: 200 }));
const newer = fc.option(hexOf(8)) as fc.Arbitrary<GroupId | null>;
const body = fc.uint8Array({ maxLength: 300 });

const request: fc.Arbitrary<SealedRequest> = fc.record({
  ...{ time, count: time, newer, header },
  start: fc.option(hexOf(8)) as fc.Arbitrary<StartId | null>,
  method: fc.constantFrom('GET', 'PUT', 'POST'),
  path: text(80),
  packed: fc.boolean(),
});

const answer: fc.Arbitrary<SealedAnswer> = fc.oneof(
  fc.record({ kind: fc.constant('again' as const), time, newer }),
  fc.record({
    ...{ kind: fc.constant('answer' as const), time, newer, header },
    status: fc.integer({ min: 200, max: 599 }),
    packed: fc.boolean(),
  }),
);

describe('the contents of a frame', () => {
  it('[GR3] come out as they went in', () => {
    fc.assert(
      fc.property(request, body, (said, bytes) => {
        expect(decodeRequest(Uint8Array.of(...encodeRequest(said), ...bytes))).toEqual({ said, body: bytes });
      }),
    );
    fc.assert(
      fc.property(answer, body, (said, bytes) => {
        const kept = said.kind === 'again' ? new Uint8Array(0) : bytes;
        expect(decodeAnswer(Uint8Array.of(...encodeAnswer(said), ...kept))).toEqual({ said, body: kept });
      }),
    );
  });

  it('[GR3] cut short anywhere before the body, or of any other bytes, are contents or nothing, and never a fault', () => {
    fc.assert(
      fc.property(request, (said) => {
        const bytes = encodeRequest(said);
        for (let length = 0; length < bytes.length; length += 1)
          expect(decodeRequest(bytes.subarray(0, length))).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const decoded of [decodeRequest(bytes), decodeAnswer(bytes)])
          if (decoded !== null) expect(decoded.body.length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
