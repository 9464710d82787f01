/**
 * The few things outside the language that the core may use. It compiles with `types: []`, so whatever is not declared
 * here (clocks, timers, sockets, files) does not compile.
 */
declare module 'node:crypto' {
  export function hash(algorithm: 'sha256', data: Uint8Array | string, encoding: 'hex'): string;
  export function hash(algorithm: 'sha256', data: Uint8Array | string, encoding: 'buffer'): Uint8Array;
  export function hkdfSync(
    digest: 'sha256',
    key: Uint8Array,
    salt: Uint8Array,
    info: Uint8Array,
    length: number,
  ): ArrayBuffer;

  /** A key as the library holds it. */
  export interface KeyObject {
    readonly type: string;
  }
  export function createSecretKey(key: Uint8Array): KeyObject;

  interface Cipher {
    setAAD(bytes: Uint8Array): void;
    update(bytes: Uint8Array): Uint8Array;
    /** Of a decipher: throws when anything is not as it was sealed. */
    final(): Uint8Array;
  }
  export function createCipheriv(
    algorithm: 'aes-256-gcm',
    key: KeyObject,
    nonce: Uint8Array,
    options: { authTagLength: number },
  ): Cipher & { getAuthTag(): Uint8Array };
  export function createDecipheriv(
    algorithm: 'aes-256-gcm',
    key: KeyObject,
    nonce: Uint8Array,
    options: { authTagLength: number },
  ): Cipher & { setAuthTag(tag: Uint8Array): void };
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, target: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(label?: 'utf-8', options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
