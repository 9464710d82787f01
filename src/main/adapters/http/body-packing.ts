import type { Packing } from '../../../core/group/packing.ts';
import { err, ok } from '../../../shared/result.ts';
import { Holding, type ByteBudget } from './byte-budget.ts';
import { deflate, type Inflater } from './compression.ts';

export interface PackingComponents {
  inflater: Inflater;
  budget: ByteBudget;
}

/** Null when it does not get smaller. */
async function deflated(body: Uint8Array): Promise<Uint8Array | null> {
  const packed = await deflate(body, 'zstd');
  return packed.length < body.length ? packed : null;
}

/** Compresses with zstd before sealing, and decompresses within the limit and the budget (PS5, LM1). */
export function createBodyPacking(
  { inflater, budget }: PackingComponents,
  { compressAboveBytes }: { compressAboveBytes: number },
): Packing {
  return {
    pack: (body) => (body.length <= compressAboveBytes ? null : deflated(body)),
    unpack: async (body, maxBytes) => {
      const holding = new Holding(budget);
      const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
      const plain = await inflater.inflate(bytes, 'zstd', maxBytes, (count) => holding.take(count));
      if (plain.ok) return ok({ body: plain.value, release: () => holding.release() });
      holding.release();
      return err(plain.error);
    },
  };
}
