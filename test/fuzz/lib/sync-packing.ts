import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Packing } from '../../../src/core/group/packing.ts';
import { isOneZstdFrame } from '../../../src/main/adapters/http/zstd-frame.ts';
import { err, ok } from '../../../src/shared/result.ts';

/** Packs as the program does, but at once: in virtual time nothing waits for threads. */
export const SYNC_PACKING: Packing = {
  pack: (body) => Promise.resolve(body.length > 8 * 1024 ? zstdCompressSync(body) : null),
  unpack: (body, maxBytes) => {
    if (!isOneZstdFrame(Buffer.from(body))) return Promise.resolve(err('corrupt'));
    try {
      const plain = zstdDecompressSync(body, { maxOutputLength: maxBytes });
      return Promise.resolve(ok({ body: new Uint8Array(plain), release: () => undefined }));
    } catch (error) {
      const isTooLarge = error instanceof RangeError;
      return Promise.resolve(err(isTooLarge ? 'too-large' : 'corrupt'));
    }
  },
};
