/**
 * The few things outside the language that the core may use. It compiles with `types: []`, so whatever is not declared
 * here (clocks, timers, sockets, files) does not compile.
 */
declare module 'node:crypto' {
  export function hash(algorithm: 'sha256', data: Uint8Array | string, encoding: 'hex'): string;
  export function hash(algorithm: 'sha256', data: Uint8Array | string, encoding: 'buffer'): Uint8Array;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
