import type { Digest, EntryView } from '../../../../shared/model.ts';
import { XorDigest } from '../../../../core/state/digest.ts';

/** The digest of some entries, recomputed (VD1). */
export function xorOf(entries: EntryView[]): Digest {
  const digest = new XorDigest();
  for (const { hash } of entries) digest.toggle(hash);
  return digest.value;
}
