import type { Notice, SyncStatus } from '../../../shared/model.ts';
import { formatCount } from '../format/number.ts';
import { pillNotice, syncLook, unreachableOf, type SyncLook } from '../format/sync-words.ts';

/** What the pill shows: its look, and how many peers are unreachable if that is said beside it. */
export interface PillLook extends SyncLook {
  beside: string | null;
}

/** A problem takes the pill in its own words; otherwise it tells the sync status (PD7). */
export function pillLook(sync: SyncStatus, notices: readonly Notice[]): PillLook {
  const notice = pillNotice(notices);
  if (notice) {
    const tone = notice.severity === 'error' ? 'error' : 'warning';
    return { tone, icon: tone, words: notice.text, beside: null };
  }
  const unreachable = unreachableOf(sync);
  return { ...syncLook(sync), beside: unreachable > 0 ? `${formatCount(unreachable)} unreachable` : null };
}
