import type { Brand } from '../../shared/model.ts';

/**
 * The first 16 bytes of a key's SHA-256 as 32 lower-case hex digits: what keys are called while two states are compared. As with entry hashes, 128
 * bits tell apart all keys that can be found.
 */
export type KeyHash = Brand<string, 'KeyHash'>;

export const KEY_HASH_BYTES = 16;

/** Shortens a whole hash. */
export const wireHash = (hash: string): KeyHash => hash.slice(0, 2 * KEY_HASH_BYTES) as KeyHash;
