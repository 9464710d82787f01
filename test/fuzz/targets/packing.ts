import { constants, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { createBodyPacking } from '../../../src/main/adapters/http/body-packing.ts';
import { ByteBudget } from '../../../src/main/adapters/http/byte-budget.ts';
import { Inflater, type Encoding } from '../../../src/main/adapters/http/compression.ts';
import { readOrders, spoiled } from '../lib/message.ts';
import { accepted, refused, Violation, type Outcome, type Target, type World } from '../lib/target.ts';

const MAX_BYTES = 256 * 1024;
const BUDGET_BYTES = 1024 * 1024;

/** Compressed bodies: what the orders say is compressed, `as=zstd` or `as=gzip`, with `times` repetitions, and spoiled then. */
class PackingWorld implements World {
  readonly #inflater = new Inflater();
  readonly #budget = new ByteBudget(BUDGET_BYTES);
  readonly #packing = createBodyPacking({ inflater: this.#inflater, budget: this.#budget }, { compressAboveBytes: 0 });

  async feed(input: Uint8Array): Promise<Outcome> {
    const { orders, rest } = readOrders(input);
    const body = spoiled(compressed(rest, orders), orders);
    const words = [await this.#inflate(body, 'zstd'), await this.#inflate(body, 'gzip'), await this.#unpack(body)];
    await this.#judgePacking(rest.subarray(0, MAX_BYTES));
    if (this.#budget.used !== 0) throw new Violation(`[LM1] ${this.#budget.used} bytes are held for ever`);
    return (words.includes('ok') ? accepted : refused)(words.join(' '));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #inflate(body: Uint8Array, encoding: Encoding): Promise<string> {
    let taken = 0;
    const take = (bytes: number): boolean => {
      taken += bytes;
      return true;
    };
    const plain = await this.#inflater.inflate(Buffer.from(body), encoding, MAX_BYTES, take);
    if (taken > MAX_BYTES) throw new Violation(`[PS5] ${taken} bytes were kept`);
    if (!plain.ok) return plain.error;
    const expected = inflated(body, encoding);
    if (expected?.equals(plain.value) !== true) throw new Violation(`[PS5] ${encoding} was read as something else`);
    return 'ok';
  }

  async #unpack(body: Uint8Array): Promise<string> {
    const held = await this.#packing.unpack(body, MAX_BYTES);
    if (!held.ok) return held.error;
    if (this.#budget.used !== held.value.body.length) throw new Violation('[LM1] what is held is not what is counted');
    held.value.release();
    return 'ok';
  }

  async #judgePacking(body: Uint8Array): Promise<void> {
    const packed = await this.#packing.pack(body);
    if (packed === null) return;
    const plain = await this.#packing.unpack(packed, MAX_BYTES);
    if (!plain.ok || Buffer.compare(plain.value.body, body) !== 0)
      throw new Violation('[PS5] what was packed is not unpacked');
    plain.value.release();
  }
}

const isWhole = (text: string | undefined): boolean => /^\d{1,5}$/.test(text ?? '');
const within = (text: string | undefined, least: number, most: number): number =>
  isWhole(text) ? Math.max(least, Math.min(most, Number(text))) : least;

function compressed(plain: Uint8Array, orders: ReadonlyMap<string, string>): Uint8Array {
  const bytes = Buffer.concat(
    Array.from({ length: within(orders.get('times'), 1, 2_000) }, () => plain).slice(
      0,
      1 + 2 ** 22 / (plain.length + 1),
    ),
  );
  if (orders.get('as') === 'gzip') return gzipSync(bytes, { level: within(orders.get('level'), 0, 9) });
  if (orders.get('as') !== 'zstd') return plain;
  return zstdCompressSync(bytes, {
    params: {
      [constants.ZSTD_c_compressionLevel]: within(orders.get('level'), 1, 5),
      [constants.ZSTD_c_windowLog]: within(orders.get('window'), 10, 27),
      [constants.ZSTD_c_checksumFlag]: within(orders.get('checksum'), 0, 1),
      [constants.ZSTD_c_contentSizeFlag]: within(orders.get('size'), 0, 1),
    },
  });
}

/** As Node's own decoders read it in one piece; null when they do not. */
function inflated(body: Uint8Array, encoding: Encoding): Buffer | null {
  try {
    const options = { maxOutputLength: 4 * MAX_BYTES };
    return encoding === 'gzip' ? gunzipSync(body, options) : zstdDecompressSync(body, options);
  } catch {
    return null;
  }
}

/** Bodies in zstd and gzip (PS5, LM1). */
export const PACKING: Target = { name: 'packing', form: 'binary', open: () => Promise.resolve(new PackingWorld()) };
