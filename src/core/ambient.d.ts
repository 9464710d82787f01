/**
 * The few things outside the language that the core may use. It compiles with `types: []`, so whatever is not declared
 * here (clocks, timers, sockets, files) does not compile.
 */
declare module 'node:crypto' {
  export interface Hash {
    update(data: Uint8Array | string, encoding?: 'utf8'): Hash;
    digest(encoding: 'hex'): string;
    digest(): Uint8Array;
  }
  export function createHash(algorithm: 'sha256'): Hash;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
