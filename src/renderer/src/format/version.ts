import type { Digest } from '../../../shared/model.ts';

const VERSION_DIGITS = 8;

/** The version that people see: the first 8 digits of the digest (VD2). */
export function shortVersion(digest: Digest): string {
  return digest.slice(0, VERSION_DIGITS);
}
