import type { Changeset, EntryView, Key, PastRow } from '../../shared/model.ts';
import type { PastPage, PastQuery, PastSummary } from '../node-api.ts';
import type { PastEntry } from '../ports.ts';
import { isErased, withoutValue } from '../state/erased.ts';
import { utf8Length } from '../state/utf8.ts';

/** Most bytes of past values, and most keys, that are held for looking at (LM1). */
const MAX_PAST_BYTES = 256 * 1024 * 1024;
const MAX_PAST_KEYS = 1_000_000;

/** The state now, as far as the past is compared with it. */
export interface Present {
  get(key: Key): EntryView | null;
  /** Keys of live values in order of their UTF-16 units. */
  matching(filter: string): readonly Key[];
}

/** What one look at the past found, kept until the state changes. */
interface Found {
  digest: string;
  filter: string;
  only: PastQuery['only'];
  keys: Key[];
  summary: PastSummary;
}

/**
 * The state after changeset `seq` (CH4): of each key that was changed since, what it held then; every other key is as it is now. Later
 * changes are {@link note noted}, so that it stays the same while the state goes on.
 */
export class PastState {
  readonly seq: number;
  readonly time: number | null;
  readonly #then = new Map<Key, EntryView | null>();
  /** Changed since, in order; null until it is asked for again. */
  #sorted: Key[] | null = null;
  /** Pages are still coming. */
  #isLoading = true;
  /** What the keys held that were changed while pages came: a page, which knows earlier changes, counts more. */
  readonly #noted = new Map<Key, EntryView | null>();
  #found: Found | null = null;
  #bytes = 0;

  constructor(seq: number, time: number | null) {
    this.seq = seq;
    this.time = time;
  }

  /** Whether it holds more than is allowed (LM1): it grows with every key that is changed while it is open. */
  get isTooLarge(): boolean {
    return this.#bytes > MAX_PAST_BYTES || this.#then.size + this.#noted.size > MAX_PAST_KEYS;
  }

  load(page: readonly PastEntry[]): void {
    for (const { key, then } of page) this.#put(key, then);
  }

  loaded(): void {
    this.#isLoading = false;
    for (const [key, then] of this.#noted) if (!this.#then.has(key)) this.#put(key, then);
    this.#noted.clear();
  }

  /** Something was changed: what it replaced is what was there then, unless the key was changed before. */
  note({ seq, changes }: Changeset): void {
    if (seq <= this.seq) return;
    const held = this.#isLoading ? this.#noted : this.#then;
    for (const { key, before } of changes) {
      if (held.has(key)) continue;
      if (this.#isLoading) this.#noted.set(key, before);
      else this.#put(key, before);
    }
  }

  /** The values of a key were erased from the history: here too. */
  erase(key: Key): void {
    const then = this.#then.get(key) ?? null;
    if (then !== null) this.#put(key, withoutValue(then));
    const noted = this.#noted.get(key) ?? null;
    if (noted !== null) this.#noted.set(key, withoutValue(noted));
  }

  row(key: Key, present: Present): PastRow {
    const now = liveOf(present.get(key));
    if (!this.#then.has(key)) return { key, then: now, erased: false, now };
    const then = liveOf(this.#then.get(key) ?? null);
    const erased = then !== null && isErased(then);
    return { key, then: erased ? null : then, erased, now };
  }

  /** `digest` names the present: while it is the same, so is what was found. */
  list({ filter, only, offset, limit }: PastQuery, present: Present, digest: string): PastPage {
    const found = this.#find(filter, only, present, digest);
    const rows = found.keys.slice(offset, offset + limit).map((key) => this.row(key, present));
    return { summary: found.summary, matching: found.keys.length, offset, rows };
  }

  summary(present: Present, digest: string): PastSummary {
    return this.#find('', 'different', present, digest).summary;
  }

  /** Keys that hold another value now, in order. */
  differing(present: Present): Key[] {
    return this.#changed().filter((key) => differs(liveOf(this.#then.get(key) ?? null), liveOf(present.get(key))));
  }

  #put(key: Key, then: EntryView | null): void {
    this.#bytes += bytesOf(then) - bytesOf(this.#then.get(key) ?? null);
    this.#then.set(key, then);
    this.#sorted = null;
    this.#found = null;
  }

  #changed(): Key[] {
    this.#sorted ??= [...this.#then.keys()].sort(byUnits);
    return this.#sorted;
  }

  #find(filter: string, only: PastQuery['only'], present: Present, digest: string): Found {
    const known = this.#found;
    if (known?.digest === digest && known.filter === filter && known.only === only) return known;
    const changed = this.#changed();
    const different: Key[] = [];
    const live: Key[] = [];
    let gone = 0;
    for (const key of changed) {
      const then = liveOf(this.#then.get(key) ?? null);
      const now = liveOf(present.get(key));
      if (then !== null) live.push(key);
      if (now !== null) gone += 1;
      if (differs(then, now)) different.push(key);
    }
    const keys = only === 'different' ? different : this.#allThen(live, present);
    const wanted = filter.toLowerCase();
    this.#found = {
      ...{ digest, filter, only },
      keys: wanted === '' ? keys : keys.filter((key) => key.toLowerCase().includes(wanted)),
      summary: {
        ...{ seq: this.seq, time: this.time, differing: different.length },
        total: present.matching('').length + live.length - gone,
      },
    };
    return this.#found;
  }

  /** Keys of all live values of then: those of now that were not changed since, and of the others those that were live. */
  #allThen(live: Key[], present: Present): Key[] {
    return merged(
      present.matching('').filter((key) => !this.#then.has(key)),
      live,
    );
  }
}

/** Whether people would see another value: always where the value of then was erased. */
function differs(then: EntryView | null, now: EntryView | null): boolean {
  if (then !== null && isErased(then)) return true;
  return then?.text !== now?.text || then?.ttl !== now?.ttl;
}

export const isDifferent = ({ then, erased, now }: PastRow): boolean => erased || differs(then, now);

const bytesOf = (entry: EntryView | null): number => (entry === null ? 0 : utf8Length(entry.text));
const liveOf = (entry: EntryView | null): EntryView | null => (entry === null || entry.deleted ? null : entry);
const byUnits = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0);

/** Two sorted lists as one. */
function merged(left: readonly Key[], right: readonly Key[]): Key[] {
  const keys: Key[] = [];
  let at = 0;
  for (const key of left) {
    for (let other = right[at]; other !== undefined && other < key; other = right[at]) {
      keys.push(other);
      at += 1;
    }
    keys.push(key);
  }
  return [...keys, ...right.slice(at)];
}
