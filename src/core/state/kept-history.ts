import type { Changeset, ChangesetSummary, Delivery, EntryView, Key } from '../../shared/model.ts';
import type { ChangesPage, HistoryPage, HistoryQuery, PastEntry } from '../ports.ts';
import { changesetBytes, type HistoryLimits } from './history-limits.ts';
import { continued } from './changeset-parts.ts';
import { summarize } from './changeset.ts';
import { isErased, withoutValue } from './erased.ts';
import { holdsWords, searchWords } from './search-words.ts';

const MAX_CHANGESETS = 10_000;
const MAX_CHANGES = 200_000;

/** The changesets of a storage in memory, bounded by their number and by that of their changes (LM1). */
export class KeptHistory {
  /** In order of their numbers, oldest first. */
  #kept: Changeset[] = [];
  #changeCount = 0;
  /** Reckoned when it was added: by number, and in all. */
  readonly #bytesOf = new Map<number, number>();
  #bytes = 0;
  /** By number, of those that are kept. */
  readonly #deliveries = new Map<number, Delivery>();
  /** The newest changeset that was dropped: the state after it can still be told. */
  #floor = { seq: 0, time: -Infinity };

  get lastSeq(): number {
    return this.#kept.at(-1)?.seq ?? this.#floor.seq;
  }

  /** A part with the number of the newest changeset continues it. */
  add(changeset: Changeset): void {
    const last = this.#kept.at(-1);
    if (last?.seq === changeset.seq) this.#kept[this.#kept.length - 1] = continued(last, changeset);
    else this.#kept.push(changeset);
    this.#changeCount += changeset.changes.length;
    this.#addBytes(changeset.seq, changesetBytes(changeset));
    while (this.#kept.length > 1 && (this.#kept.length > MAX_CHANGESETS || this.#changeCount > MAX_CHANGES)) {
      this.#dropOldest();
    }
  }

  delivered(seq: number, delivery: Delivery): void {
    if (this.#bytesOf.has(seq)) this.#deliveries.set(seq, delivery);
  }

  trim(now: number, limits: HistoryLimits): void {
    for (let oldest = this.#kept[0]; oldest !== undefined; oldest = this.#kept[0]) {
      if (oldest.time >= now - limits.maxAgeMs && this.#bytes <= limits.maxBytes) return;
      this.#dropOldest();
    }
  }

  page(query: HistoryQuery): HistoryPage {
    const words = searchWords(query.text);
    const changesets: ChangesetSummary[] = [];
    for (let i = this.#kept.length - 1; i >= 0; i -= 1) {
      const changeset = this.#kept[i];
      if (changeset === undefined || !matches(changeset, query, words)) continue;
      if (changesets.length === query.limit) return { changesets, more: true };
      changesets.push({ ...summarize(changeset), delivery: this.#deliveries.get(changeset.seq) ?? null });
    }
    return { changesets, more: false };
  }

  changes(seq: number, offset: number, limit: number): ChangesPage | null {
    const changeset = this.#kept.find((candidate) => candidate.seq === seq);
    if (changeset === undefined) return null;
    const { changes, lost } = changeset;
    const [from, to] = [offset, offset + limit];
    return { changes: changes.slice(from, to), lost: lost.slice(from, to), total: changes.length };
  }

  seqAt(time: number): number | null {
    const found = this.#kept.findLast((changeset) => changeset.time <= time);
    if (found !== undefined) return found.seq;
    return time >= this.#floor.time ? this.#floor.seq : null;
  }

  /** Whether the state after changeset `seq` can still be told. */
  reaches(seq: number): boolean {
    return seq >= this.#floor.seq;
  }

  /** The keys that were changed after `seq`, in no order, with what they held then. */
  past(seq: number): PastEntry[] {
    const then = new Map<Key, EntryView | null>();
    for (const changeset of this.#kept) {
      if (changeset.seq <= seq) continue;
      for (const { key, before } of changeset.changes) if (!then.has(key)) then.set(key, before);
    }
    return [...then].map(([key, entry]) => ({ key, then: entry }));
  }

  erase(key: Key): number {
    let count = 0;
    this.#kept = this.#kept.map((changeset) => {
      const { changes, lost } = changeset;
      count += changes.filter((change) => change.key === key && holdsValue(change)).length;
      return {
        ...changeset,
        changes: changes.map((change) =>
          change.key === key ? { key, before: blank(change.before), after: blank(change.after) } : change,
        ),
        lost: lost.map((one) =>
          one.entry.key === key ? { ...one, entry: withoutValue(one.entry), winner: withoutValue(one.winner) } : one,
        ),
      };
    });
    return count;
  }

  #dropOldest(): void {
    const oldest = this.#kept.shift();
    if (oldest === undefined) return;
    this.#changeCount -= oldest.changes.length;
    this.#addBytes(oldest.seq, -(this.#bytesOf.get(oldest.seq) ?? 0));
    this.#bytesOf.delete(oldest.seq);
    this.#deliveries.delete(oldest.seq);
    this.#floor = { seq: oldest.seq, time: oldest.time };
  }

  #addBytes(seq: number, bytes: number): void {
    this.#bytesOf.set(seq, (this.#bytesOf.get(seq) ?? 0) + bytes);
    this.#bytes += bytes;
  }
}

function matches(changeset: Changeset, query: HistoryQuery, words: string[][]): boolean {
  const { seq, time, origin, changes, lost } = changeset;
  if (query.before !== null && seq >= query.before) return false;
  if (query.kind !== null && origin.kind !== query.kind) return false;
  if (query.peer !== null && !(origin.kind === 'peer' && origin.id === query.peer)) return false;
  if ((query.from !== null && time < query.from) || (query.to !== null && time > query.to)) return false;
  const { key } = query;
  if (key !== null && ![...changes, ...lost.map(({ entry }) => entry)].some((one) => one.key === key)) return false;
  return words.length === 0 || changes.some(({ key, after }) => says(key, after, words));
}

const says = (key: Key, after: EntryView | null, words: string[][]): boolean =>
  holdsWords(key, words) || (after !== null && holdsWords(after.text, words));

const blank = (entry: EntryView | null): EntryView | null => (entry === null ? null : withoutValue(entry));

const holdsValue = ({ before, after }: { before: EntryView | null; after: EntryView | null }): boolean =>
  [before, after].some((entry) => entry !== null && !entry.deleted && !isErased(entry));
