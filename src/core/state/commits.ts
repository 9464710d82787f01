import type { Change, Changeset, EntryView, Origin } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { LocalWrite, WriteError } from '../node-api.ts';
import type { Clock, Logger, Storage } from '../ports.ts';
import { digestAfter } from './changeset.ts';
import { prepareWrites } from './local-write.ts';
import type { Merged, State } from './state.ts';

export interface CommitComponents {
  clock: Clock;
  logger: Logger;
  state: State;
  storage: Storage;
}

export interface CommitSettings {
  defaultTtlMs: number | null;
}

export type CommitListener = (changeset: Changeset) => void;

/**
 * Everything that changes the state goes through here and becomes a changeset (CH1, CH2). Local writes are durable first, then visible;
 * what peers bring is visible at once and stored behind.
 */
export class Commits {
  readonly #parts: CommitComponents;
  readonly #settings: CommitSettings;
  readonly #onCommit: CommitListener;
  #lastSeq = 0;
  /** Local writes take their turns, so that each sees those before it. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(components: CommitComponents, settings: CommitSettings, onCommit: CommitListener) {
    this.#parts = components;
    this.#settings = settings;
    this.#onCommit = onCommit;
  }

  /** Fills the state from storage, before anything else is called. */
  restore(entries: EntryView[], lastSeq: number): void {
    this.#parts.state.merge(entries);
    this.#lastSeq = lastSeq;
  }

  /** All or nothing (LA1); resolves once durable. The changeset is null when nothing changed. */
  write(writes: LocalWrite[], origin: Origin): Promise<Result<Changeset | null, WriteError>> {
    const done = this.#turn.then(() => this.#writeNow(writes, origin));
    this.#turn = done;
    return done;
  }

  /** Merges what a peer brought. A merge that changes nothing leaves no trace (ST6). */
  merge(entries: Iterable<EntryView>, origin: Origin): Merged {
    this.expire();
    const before = this.#parts.state.digest;
    const merged = this.#parts.state.merge(entries);
    if (merged.changes.length > 0) {
      this.#storeBehind(this.#changeset(this.#nextSeq(), origin, before, merged.changes, merged.lost));
    }
    return merged;
  }

  /** Takes out what has expired: to be called before the state is read (ST8). */
  expire(): void {
    const before = this.#parts.state.digest;
    const changes = this.#parts.state.expireDue();
    if (changes.length === 0) return;
    this.#storeBehind(this.#changeset(this.#nextSeq(), { kind: 'expiry' }, before, changes, []));
  }

  async #writeNow(writes: LocalWrite[], origin: Origin): Promise<Result<Changeset | null, WriteError>> {
    this.expire();
    const { clock, state, storage } = this.#parts;
    const context = { state, now: clock.now(), defaultTtlMs: this.#settings.defaultTtlMs };
    const prepared = prepareWrites(writes, context);
    if (!prepared.ok) return prepared;
    if (prepared.value.length === 0) return ok(null);
    const changes = prepared.value.map((after): Change => ({ key: after.key, before: state.get(after.key), after }));
    const draft = this.#changeset(this.#nextSeq(), origin, state.digest, changes, []);
    const stored = await storage.append(draft, 'durable');
    if (!stored.ok) return err({ kind: 'storage', reason: stored.error.detail });
    return ok(this.#makeVisible(draft));
  }

  /** Peers may have changed the same keys while the disk was busy: then the stored draft is corrected. */
  #makeVisible(draft: Changeset): Changeset {
    const { state } = this.#parts;
    const before = state.digest;
    const entries = draft.changes.map((change) => change.after).filter((entry) => entry !== null);
    const { changes, lost } = state.merge(entries);
    if (before === draft.digestBefore) {
      this.#onCommit(draft);
      return draft;
    }
    const actual = this.#changeset(draft.seq, draft.origin, before, changes, lost);
    this.#storeBehind(actual);
    return actual;
  }

  #nextSeq(): number {
    this.#lastSeq += 1;
    return this.#lastSeq;
  }

  #changeset(
    seq: number,
    origin: Origin,
    digestBefore: Changeset['digestBefore'],
    changes: Change[],
    lost: Changeset['lost'],
  ): Changeset {
    const time = this.#parts.clock.now();
    return { seq, time, origin, digestBefore, digestAfter: digestAfter(digestBefore, changes), changes, lost };
  }

  #storeBehind(changeset: Changeset): void {
    void this.#parts.storage.append(changeset, 'behind').then((stored) => {
      if (!stored.ok)
        this.#parts.logger.error('store-behind-failed', { seq: changeset.seq, detail: stored.error.detail });
    });
    this.#onCommit(changeset);
  }
}
