import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { carried, frameIn } from './carried.ts';

const NOTHING = new Uint8Array(0);

it('[GR3] a frame of any size comes out of the answer that carries it, the small ones without a body', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 3_000, size: 'max' }), (frame) => {
      const answer = carried(frame);
      expect(frameIn(answer)).toEqual(frame);
      expect(answer.body.length).toBe(frame.length > 1_024 ? frame.length : 0);
      expect(answer.grapevine?.length ?? 0).toBeLessThan(1_400);
    }),
  );
});

it('[GR3] any other answer carries no frame, whatever its header says', () => {
  expect(frameIn({ status: 204, grapevine: null, body: NOTHING })).toBeNull();
  expect(frameIn({ status: 401, grapevine: 'AAAA', body: NOTHING })).toBeNull();
  expect(frameIn({ status: 204, grapevine: 'no base64!', body: NOTHING })).toBeNull();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(999), (grapevine, status) => {
      const frame = frameIn({ status, grapevine, body: NOTHING });
      expect(frame?.length ?? 0).toBeLessThanOrEqual(grapevine.length);
    }),
  );
});
