import type { Changeset, Key, PastRow } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { LocalWrite, Moment, PastPage, PastQuery, PastSummary } from '../node-api.ts';
import { slices, type Pause } from '../pause.ts';
import type { Storage, StorageError } from '../ports.ts';
import { historyQuery } from '../state/history-query.ts';
import type { State } from '../state/state.ts';
import { isDifferent, PastState } from './past-state.ts';

const PAGE_KEYS = 1_000;

export interface TimeTravelComponents {
  storage: Pick<Storage, 'history' | 'seqAt' | 'since'>;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
  pause: Pause;
}

/** Lets the state be seen as it was, one moment at a time (CH4). */
export class TimeTravel {
  readonly #parts: TimeTravelComponents;
  #past: PastState | null = null;
  /** The past that is being read. */
  #coming: PastState | null = null;

  constructor(components: TimeTravelComponents) {
    this.#parts = components;
  }

  async open(moment: Moment): Promise<Result<PastSummary, StorageError>> {
    const seq = 'seq' in moment ? ok(moment.seq) : await this.#seqAt(moment.time);
    if (!seq.ok) return seq;
    const page = await this.#parts.storage.history(historyQuery(1, { before: seq.value + 1 }));
    if (!page.ok) return page;
    const newest = page.value.changesets[0];
    const past = new PastState(seq.value, newest?.seq === seq.value ? newest.time : null);
    this.#coming = past;
    const read = await this.#read(past);
    if (this.#coming === past) this.#coming = null;
    else return err({ kind: 'closed', detail: 'Another moment was opened meanwhile.' });
    if (!read.ok) return read;
    past.loaded();
    this.#past = past;
    return ok(this.#summary(past));
  }

  close(): void {
    this.#past = null;
    this.#coming = null;
  }

  /** The state goes on: to be told of every changeset. */
  changed(changeset: Changeset): void {
    this.#past?.note(changeset);
    this.#coming?.note(changeset);
    if (this.#past?.isTooLarge === true) this.#past = null;
  }

  erased(key: Key): void {
    this.#past?.erase(key);
    this.#coming?.erase(key);
  }

  list(query: PastQuery): PastPage | null {
    const past = this.#opened(query.seq);
    const state = this.#parts.state();
    return past === null ? null : past.list(query, state, state.digest);
  }

  /** What has to be written so that these keys, or with null all, are as they were; null when that past is not open. */
  async restoring(seq: number, keys: Key[] | null): Promise<LocalWrite[] | null> {
    const past = this.#opened(seq);
    if (past === null) return null;
    const writes: LocalWrite[] = [];
    for (const slice of slices(keys ?? past.differing(this.#parts.state()))) {
      if (writes.length > 0) await this.#parts.pause();
      const rows = slice.map((key) => past.row(key, this.#parts.state()));
      for (const row of rows) if (!row.erased && isDifferent(row)) writes.push(restoringOne(row));
    }
    return writes;
  }

  #opened(seq: number): PastState | null {
    return this.#past?.seq === seq ? this.#past : null;
  }

  #summary(past: PastState): PastSummary {
    const state = this.#parts.state();
    return past.summary(state, state.digest);
  }

  async #seqAt(time: number): Promise<Result<number, StorageError>> {
    const seq = await this.#parts.storage.seqAt(time);
    if (!seq.ok) return seq;
    return seq.value === null
      ? err({ kind: 'failed', detail: 'The history does not reach back so far.' })
      : ok(seq.value);
  }

  /** All that was changed since, in pages; stops when another past is wanted. */
  async #read(past: PastState): Promise<Result<void, StorageError>> {
    for (let after: Key | null = null; this.#coming === past;) {
      const page = await this.#parts.storage.since(past.seq, after, PAGE_KEYS);
      if (!page.ok) return page;
      past.load(page.value.past);
      if (past.isTooLarge) return err(TOO_MUCH);
      after = page.value.past.at(-1)?.key ?? null;
      if (!page.value.more || after === null) return ok(undefined);
    }
    return ok(undefined);
  }
}

const TOO_MUCH: StorageError = {
  kind: 'failed',
  detail: 'Too much has changed since then to be looked at in one piece. Choose a later moment.',
};

/** Lifetimes begin anew. */
const restoringOne = ({ key, then }: PastRow): LocalWrite =>
  then === null ? { key, value: null } : { key, value: JSON.parse(then.text) as unknown, ttl: then.ttl };
