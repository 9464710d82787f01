import { err, ok, type Result } from '../../shared/result.ts';

/** A body that was decompressed; its bytes count as held until they are let go (LM1). */
export interface Held {
  body: Uint8Array;
  release: () => void;
}

/** Compresses bodies before they are sealed: sealed bytes do not get smaller. */
export interface Packing {
  /** Null when that is not worth it. */
  pack(body: Uint8Array): Promise<Uint8Array | null>;
  /** Never holds more than `maxBytes`: a bomb is stopped there (PS5). */
  unpack(body: Uint8Array, maxBytes: number): Promise<Result<Held, 'too-large' | 'corrupt' | 'no-room'>>;
}

/** Leaves everything as it is. */
export const NO_PACKING: Packing = {
  pack: () => Promise.resolve(null),
  unpack: () => Promise.resolve(err('corrupt')),
};

export interface Packed {
  packed: boolean;
  body: Uint8Array;
}

export async function packed(packing: Packing, body: Uint8Array): Promise<Packed> {
  const smaller = await packing.pack(body);
  return smaller === null ? { packed: false, body } : { packed: true, body: smaller };
}

export async function unpacked(
  packing: Packing,
  { packed: isPacked, body }: Packed,
  maxBytes: number,
): ReturnType<Packing['unpack']> {
  if (isPacked) return packing.unpack(body, maxBytes);
  return body.length <= maxBytes ? ok({ body, release: () => undefined }) : err('too-large');
}
