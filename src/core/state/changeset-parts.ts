import type { Changeset } from '../../shared/model.ts';

/** A changeset of which a further part was made visible (CH1): one number, one origin, digests from the first part to the last. */
export const continued = (first: Changeset, part: Changeset): Changeset => ({
  ...first,
  digestAfter: part.digestAfter,
  changes: [...first.changes, ...part.changes],
  lost: [...first.lost, ...part.lost],
});
