import { err, ok, type Result } from '../../shared/result.ts';

/** A body that was decompressed; its bytes count as held until they are let go (LM1). */
export interface Held {
  body: Uint8Array;
  release: () => void;
}

/** Compresses bodies before they are sealed: sealed bytes do not get smaller. */
export interface Packing {
  /** Null when that is not worth it; at once when that is clear from the size. */
  pack(body: Uint8Array): Promise<Uint8Array | null> | null;
  /** Never holds more than `maxBytes`: a bomb is stopped there (PS5). */
  unpack(body: Uint8Array, maxBytes: number): Promise<Result<Held, 'too-large' | 'corrupt' | 'no-room'>>;
}

/** Leaves everything as it is. */
export const NO_PACKING: Packing = {
  pack: () => null,
  unpack: () => Promise.resolve(err('corrupt')),
};

export type Unpacked = Awaited<ReturnType<Packing['unpack']>>;

export interface Packed {
  packed: boolean;
  body: Uint8Array;
}

/** At once when nothing is compressed: so it is with nearly all of many small bodies. */
export function packed(packing: Packing, body: Uint8Array): Packed | Promise<Packed> {
  const plain = { packed: false, body };
  return packing.pack(body)?.then((smaller) => (smaller === null ? plain : { packed: true, body: smaller })) ?? plain;
}

/** At once when nothing was compressed. */
export function unpacked(
  packing: Packing,
  { packed: isPacked, body }: Packed,
  maxBytes: number,
): Unpacked | Promise<Unpacked> {
  if (isPacked) return packing.unpack(body, maxBytes);
  return body.length <= maxBytes ? ok({ body, release: () => undefined }) : err('too-large');
}
