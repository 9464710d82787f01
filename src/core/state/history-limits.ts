import type { Change, Changeset, EntryView, LostEntry } from '../../shared/model.ts';

/** How long history is kept (CH3), whichever is less; oldest dropped first. */
export interface HistoryLimits {
  /** @default 30 days */
  maxAgeMs: number;
  /** Reckoned by {@link changesetBytes}. @default 500 MB */
  maxBytes: number;
}

export const DEFAULT_HISTORY_LIMITS: HistoryLimits = { maxAgeMs: 30 * 24 * 3600 * 1000, maxBytes: 500_000_000 };

/** What a row costs beside its texts: numbers, hashes, indexes. */
const ROW_BYTES = 250;

/** About what a changeset takes on the disk. Texts count half as much again, for the search index; characters stand for bytes. */
export const changesetBytes = ({ changes, lost }: Pick<Changeset, 'changes' | 'lost'>): number =>
  ROW_BYTES +
  changes.reduce((sum, change) => sum + changeBytes(change), 0) +
  lost.reduce((s, one) => s + lostBytes(one), 0);

const changeBytes = ({ key, before, after }: Change): number =>
  ROW_BYTES + key.length * 2 + textLength(before) + Math.ceil(textLength(after) * 1.5);

const lostBytes = ({ entry, winner }: LostEntry): number =>
  ROW_BYTES + entry.key.length + entry.text.length + winner.text.length;

const textLength = (entry: EntryView | null): number => entry?.text.length ?? 0;
