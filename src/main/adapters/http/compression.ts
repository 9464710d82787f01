import { promisify } from 'node:util';
import { constants, createGunzip, createZstdDecompress, gzip, zstdCompress } from 'node:zlib';
import { err, ok, type Result } from '../../../shared/result.ts';
import { isOneZstdFrame } from './zstd-frame.ts';

/** Content encodings between native nodes (PS5), best first. */
export const ENCODINGS = ['zstd', 'gzip'] as const;
export type Encoding = (typeof ENCODINGS)[number];
/** Value of an `Accept-Encoding` header that names them all. */
export const ACCEPT_ENCODING = ENCODINGS.join(', ');

export type InflateError = 'too-large' | 'no-room' | 'corrupt';

/** What one decoder may allocate for its window; level 1 needs far less (RFC 8878 recommends to support this much). */
const MAX_WINDOW_LOG = 23;
/** Decoders at work at once. More would only wait for Node's four worker threads, each with a window of its own. */
const DECODERS = 4;
const CHUNK_BYTES = 64 * 1024;

const zstdCompressAsync = promisify(zstdCompress);
const gzipAsync = promisify(gzip);

export const isEncoding = (name: string): name is Encoding => ENCODINGS.some((encoding) => encoding === name);

/** Compresses at the fastest level, off the main thread. */
export function deflate(bytes: Uint8Array, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return gzipAsync(bytes, { level: constants.Z_BEST_SPEED });
  const params = { [constants.ZSTD_c_compressionLevel]: 1 };
  return zstdCompressAsync(bytes, { params, pledgedSrcSize: bytes.length });
}

/** The best encoding that an `Accept-Encoding` header allows by name; null if none. */
export function acceptedEncoding(header: string | undefined): Encoding | null {
  if (header === undefined) return null;
  const accepted = header.toLowerCase().split(',').filter(isWanted).map(codingName);
  return ENCODINGS.find((encoding) => accepted.includes(encoding)) ?? null;
}

const codingName = (item: string): string => item.split(';', 1)[0]?.trim() ?? '';
const isWanted = (item: string): boolean => !/;\s*q=0(\.0*)?\s*$/.test(item);

/** Decompresses bodies without ever holding more than is allowed: a bomb is stopped at the limit (PS5). */
export class Inflater {
  private active = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * Inflates `bytes` to at most `maxBytes`, asking `take` for room before it keeps each piece. What was taken stays taken
   * when it fails.
   */
  async inflate(
    bytes: Buffer,
    encoding: Encoding,
    maxBytes: number,
    take: (bytes: number) => boolean,
  ): Promise<Result<Buffer, InflateError>> {
    if (encoding === 'zstd' && !isOneZstdFrame(bytes)) return err('corrupt');
    if (this.active >= DECODERS) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.active += 1;
    try {
      return await inflateBounded(bytes, encoding, maxBytes, take);
    } finally {
      this.passOn();
    }
  }

  private passOn(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.active -= 1;
    else next();
  }
}

function createDecoder(encoding: Encoding) {
  if (encoding === 'gzip') return createGunzip({ chunkSize: CHUNK_BYTES });
  return createZstdDecompress({
    chunkSize: CHUNK_BYTES,
    params: { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG },
  });
}

function inflateBounded(
  bytes: Buffer,
  encoding: Encoding,
  maxBytes: number,
  take: (bytes: number) => boolean,
): Promise<Result<Buffer, InflateError>> {
  return new Promise((resolve) => {
    const decoder = createDecoder(encoding);
    const chunks: Buffer[] = [];
    let size = 0;
    const fail = (error: InflateError) => {
      decoder.destroy();
      resolve(err(error));
    };
    decoder.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) fail('too-large');
      else if (!take(chunk.length)) fail('no-room');
      else chunks.push(chunk);
    });
    decoder.on('end', () => resolve(ok(Buffer.concat(chunks, size))));
    decoder.on('error', () => fail('corrupt'));
    decoder.end(bytes);
  });
}
