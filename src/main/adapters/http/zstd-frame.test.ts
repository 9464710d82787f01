import { constants, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneZstdFrame } from './zstd-frame.ts';

/** Contents from empty and incompressible to many blocks, with and without checksum and content size. */
const frame = fc
  .record({
    unit: fc.uint8Array({ maxLength: 300 }),
    repeats: fc.integer({ min: 1, max: 2_000 }),
    checksum: fc.boolean(),
    sized: fc.boolean(),
  })
  .map(({ unit, repeats, checksum, sized }) => {
    const content = Buffer.concat(Array.from({ length: repeats }, () => unit));
    const params = { [constants.ZSTD_c_checksumFlag]: Number(checksum), [constants.ZSTD_c_compressionLevel]: 1 };
    return zstdCompressSync(content, sized ? { params, pledgedSrcSize: content.length } : { params });
  });

describe('isOneZstdFrame', () => {
  it('[PS5] knows every whole frame', () => {
    fc.assert(
      fc.property(frame, (bytes) => isOneZstdFrame(bytes)),
      { numRuns: 60 },
    );
  });

  it('[PS5] knows a frame that was cut off anywhere', () => {
    fc.assert(
      fc.property(frame, fc.nat(), (bytes, at) => !isOneZstdFrame(bytes.subarray(0, at % bytes.length))),
      { numRuns: 60 },
    );
  });

  it('[PS5] takes nothing behind a frame, not even another one', () => {
    fc.assert(
      fc.property(frame, fc.uint8Array({ minLength: 1, maxLength: 20 }), (bytes, more) => {
        return !isOneZstdFrame(Buffer.concat([bytes, more])) && !isOneZstdFrame(Buffer.concat([bytes, bytes]));
      }),
      { numRuns: 60 },
    );
  });

  it('[PS5] survives any bytes behind the magic number', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        isOneZstdFrame(Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), bytes]));
        isOneZstdFrame(Buffer.from(bytes));
      }),
    );
  });

  it('[PS5] refuses the reserved block type', () => {
    expect(isOneZstdFrame(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x00, 0b111, 0, 0]))).toBe(false);
  });
});
