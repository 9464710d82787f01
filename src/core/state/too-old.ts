import type { StorageError } from '../ports.ts';

/** Why the state after a changeset cannot be told any more (CH3). */
export const tooOld = (seq: number): StorageError => ({
  kind: 'failed',
  detail: `History does not reach back to changeset ${seq}.`,
});
