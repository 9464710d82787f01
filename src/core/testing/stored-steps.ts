import type { Change, EntryView, Key, LostEntry, NodeId, Origin } from '../../shared/model.ts';
import type { Commit, Grave, HistoryQuery, StoredState } from '../ports.ts';
import { digestAfter } from '../state/changeset.ts';
import { EMPTY_DIGEST } from '../state/digest.ts';
import { makeEntry } from '../state/entry.ts';
import { historyQuery } from '../state/history-query.ts';

export const STAMP = 1_700_000_000_000;
export const USER: Origin = { kind: 'user' };

export const keyOf = (text: string): Key => text as Key;

export const valueOf = (key: string, text: string, ts = STAMP): EntryView => makeEntry(keyOf(key), text, ts, null);

export const peerIdOf = (digit: string): NodeId => digit.repeat(32) as NodeId;

export const peerOf = (digit: string): Origin => ({ kind: 'peer', id: peerIdOf(digit), name: digit });

/** A query that filters nothing. */
export const ANY: HistoryQuery = historyQuery(100);

interface StepExtras {
  origin?: Origin;
  time?: number;
  intent?: number;
  lost?: LostEntry[];
  buried?: Grave[];
  unburied?: Key[];
}

/** Makes steps that follow one another, as the engine does: numbers, digests and entries before are right. */
export class StepMaker {
  readonly entries = new Map<Key, EntryView>();
  seq: number;
  digest = EMPTY_DIGEST;

  constructor(seq = 0) {
    this.seq = seq;
  }

  /** Writes canonical JSON texts to keys; null takes the entry out. */
  step(writes: Record<string, string | null>, extras: StepExtras = {}): Commit {
    this.seq += 1;
    const time = extras.time ?? STAMP + this.seq;
    const changes = Object.entries(writes).map(([key, text]) => this.#change(keyOf(key), text, time));
    const digestBefore = this.digest;
    this.digest = digestAfter(digestBefore, changes);
    const { origin = USER, lost = [], intent = null, buried = [], unburied = [] } = extras;
    const changeset = { seq: this.seq, time, origin, digestBefore, digestAfter: this.digest, changes, lost };
    return { changeset, intent, buried, unburied };
  }

  #change(key: Key, text: string | null, ts: number): Change {
    const before = this.entries.get(key) ?? null;
    const after = text === null ? null : valueOf(key, text, ts);
    if (after === null) this.entries.delete(key);
    else this.entries.set(key, after);
    return { key, before, after };
  }
}

/** Takes what a storage gives when it opens. */
export class Received implements StoredState {
  readonly all: EntryView[] = [];
  readonly allGraves: Grave[] = [];
  largestChunk = 0;

  entries(chunk: EntryView[]): void {
    this.all.push(...chunk);
    this.largestChunk = Math.max(this.largestChunk, chunk.length);
  }

  graves(chunk: Grave[]): void {
    this.allGraves.push(...chunk);
    this.largestChunk = Math.max(this.largestChunk, chunk.length);
  }

  get texts(): string[] {
    return this.all.map(({ key, text }) => `${key}=${text}`).sort();
  }
}
