import xxhash from 'xxhash-wasm';

/** XXH64 with seed 0 over raw bytes. */
export type Xxh64 = (bytes: Uint8Array) => bigint;

/** Compiles the hash once; everything after is synchronous. */
export async function loadXxh64(): Promise<Xxh64> {
  const hasher = await xxhash();
  return (bytes) => hasher.h64Raw(bytes);
}
