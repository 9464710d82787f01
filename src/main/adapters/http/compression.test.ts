import { gzipSync, zstdCompressSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { acceptedEncoding, deflate, ENCODINGS, Inflater } from './compression.ts';

const always = (): boolean => true;
const MIB = 1024 * 1024;

describe.each(ENCODINGS)('%s', (encoding) => {
  const text = Buffer.from('{"entries":{}}'.repeat(5_000));

  it('[PS5] brings back what was compressed', async () => {
    const packed = await deflate(text, encoding);
    expect(packed.length).toBeLessThan(text.length / 5);
    const plain = await new Inflater().inflate(packed, encoding, text.length, always);
    expect(plain.ok && plain.value.equals(text)).toBe(true);
  });

  it('[PS5] compresses a view at its own bounds', async () => {
    const view = new Uint8Array(text.buffer, text.byteOffset + 10, 20_000);
    const plain = await new Inflater().inflate(await deflate(view, encoding), encoding, MIB, always);
    expect(plain.ok && plain.value.equals(view)).toBe(true);
  });

  it('[PS5] stops one byte past the limit', async () => {
    const packed = await deflate(text, encoding);
    expect(await new Inflater().inflate(packed, encoding, text.length - 1, always)).toEqual({
      ok: false,
      error: 'too-large',
    });
  });

  it('[PS5] stops a bomb at the limit, not at its end', async () => {
    const bomb = await deflate(Buffer.alloc(64 * MIB), encoding);
    let taken = 0;
    const take = (bytes: number) => {
      taken += bytes;
      return true;
    };
    expect(await new Inflater().inflate(bomb, encoding, MIB, take)).toEqual({ ok: false, error: 'too-large' });
    expect(taken).toBeLessThanOrEqual(MIB);
  });

  it('[PS5] stops when there is no room', async () => {
    const packed = await deflate(Buffer.alloc(4 * MIB), encoding);
    let left = MIB;
    const take = (bytes: number) => {
      if (bytes > left) return false;
      left -= bytes;
      return true;
    };
    expect(await new Inflater().inflate(packed, encoding, 8 * MIB, take)).toEqual({ ok: false, error: 'no-room' });
  });

  it('[PS5] calls corrupt what is cut off, followed by other bytes, or no such data at all', async () => {
    const packed = await deflate(text, encoding);
    const inflater = new Inflater();
    const broken = [
      packed.subarray(0, packed.length - 1),
      packed.subarray(0, 10),
      Buffer.concat([packed, Buffer.from('more')]),
      Buffer.from('neither zstd nor gzip'),
    ];
    for (const bytes of broken) {
      expect(await inflater.inflate(bytes, encoding, MIB, always)).toEqual({ ok: false, error: 'corrupt' });
    }
  });

  it('[PS5] serves many at once, the ones that fail included', async () => {
    const inflater = new Inflater();
    const packed = await deflate(text, encoding);
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        inflater.inflate(packed, encoding, index % 3 === 0 ? 10 : MIB, () => index % 3 !== 1),
      ),
    );
    const words = results.map((result) => (result.ok ? 'ok' : result.error));
    expect(words).toEqual(Array.from({ length: 30 }, (_, index) => ['too-large', 'no-room', 'ok'][index % 3]));
  });
});

it('[PS5] refuses a zstd frame that asks for a large window', async () => {
  const params = { [constants.ZSTD_c_windowLog]: 27, [constants.ZSTD_c_contentSizeFlag]: 0 };
  const packed = zstdCompressSync(Buffer.alloc(32 * MIB), { params });
  expect(await new Inflater().inflate(packed, 'zstd', 64 * MIB, always)).toEqual({ ok: false, error: 'corrupt' });
});

it('[PS5] takes a gzip body of several members, as the format allows', async () => {
  const packed = Buffer.concat([gzipSync('one'), gzipSync('two')]);
  const plain = await new Inflater().inflate(packed, 'gzip', MIB, always);
  expect(plain.ok && plain.value.toString()).toBe('onetwo');
});

it.each([
  [undefined, null],
  ['', null],
  ['zstd, gzip', 'zstd'],
  ['gzip, zstd', 'zstd'],
  ['gzip', 'gzip'],
  ['GZip', 'gzip'],
  ['zstd;q=0, gzip;q=0.5', 'gzip'],
  ['zstd; q=0.000', null],
  ['zstd;q=0.001', 'zstd'],
  ['br, deflate', null],
  ['*', null],
  ['xzstd', null],
] as const)('[PS5] answers Accept-Encoding %j with %j', (header, encoding) => {
  expect(acceptedEncoding(header)).toBe(encoding);
});
