import xxhash from 'xxhash-wasm';
import type { Xxh64 } from './state.ts';

export async function loadXxh64(): Promise<Xxh64> {
  const { h64Raw } = await xxhash();
  return (bytes) => h64Raw(bytes);
}
