import type { SentGrave } from '../../shared/grave.ts';
import type { Changeset, EntryView, Key, LostEntry, Origin } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { LocalWrite, WriteError } from '../node-api.ts';
import type { Clock, Grave, Intent, Storage, StorageError } from '../ports.ts';
import { digestAfter } from './changeset.ts';
import { prepareWrites } from './local-write.ts';
import { Pending } from './pending.ts';
import type { Capacity } from './room.ts';
import type { Merged, State, Step } from './state.ts';

export interface CommitComponents {
  clock: Clock;
  state: State;
  storage: Storage;
}

export interface CommitSettings extends Capacity {
  defaultTtlMs: number | null;
}

/** Graves that may wait for a step to be stored with (LM1). */
const MAX_KEPT_GRAVES = 10_000;

export type CommitListener = (changeset: Changeset) => void;

/** What happens to the state in one step, and why. */
interface StepToStore {
  step: Step;
  origin: Origin;
  before: Changeset['digestBefore'];
  lost: LostEntry[];
  intent: number | null;
}

/**
 * Everything that changes the state goes through here and becomes a changeset (CH1, CH2).
 *
 * A local write is first an intent: when that is on the disk, the write is made visible, published and answered, and the step it became is
 * stored behind. What peers bring is visible at once and stored behind. So steps are numbered and stored in the order in which they became
 * visible, and after a crash the stored entries agree with the last stored step; intents that are left are made visible at the next start.
 */
export class Commits {
  readonly #parts: CommitComponents;
  readonly #settings: CommitSettings;
  readonly #onCommit: CommitListener;
  readonly #pending: Pending;
  #lastSeq = 0;
  #lastIntent = 0;
  /** Graves dug (or ended: null) since the last step that was stored, in order. */
  readonly #graves: (readonly [Key, Grave | null])[] = [];
  /** Writes become visible in the order in which they were made. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(components: CommitComponents, settings: CommitSettings, onCommit: CommitListener) {
    this.#parts = components;
    this.#settings = settings;
    this.#onCommit = onCommit;
    this.#pending = new Pending(components.state, settings);
  }

  /** Goes on after what storage holds: once the state is loaded, and before anything else is called. */
  resume(lastSeq: number, intents: Intent[]): void {
    this.#lastSeq = lastSeq;
    for (const intent of intents) {
      this.#lastIntent = Math.max(this.#lastIntent, intent.id);
      this.#makeVisible(intent);
    }
    this.expire();
  }

  /** All or nothing (LA1); resolves once durable and visible. The changeset is null when nothing was to be changed. */
  async write(writes: LocalWrite[], origin: Origin): Promise<Result<Changeset | null, WriteError>> {
    this.expire();
    const { clock, storage } = this.#parts;
    const now = clock.now();
    const prepared = prepareWrites(writes, { state: this.#pending, now, defaultTtlMs: this.#settings.defaultTtlMs });
    if (!prepared.ok) return prepared;
    if (prepared.value.length === 0) return ok(null);
    this.#lastIntent += 1;
    const intent = { id: this.#lastIntent, time: now, origin, entries: prepared.value };
    this.#pending.add(intent);
    const [stored] = await this.#inTurn(storage.intend(intent));
    this.#pending.remove(intent);
    return stored.ok ? ok(this.#makeVisible(intent)) : err(refusal(stored.error));
  }

  /** Merges what a peer brought. A merge that changes nothing leaves no trace (ST6). */
  merge(entries: Iterable<EntryView>, origin: Origin): Merged {
    this.expire();
    const before = this.#parts.state.digest;
    const merged = this.#parts.state.merge(entries);
    this.#storeIfChanged(merged, origin, before, merged.lost);
    return merged;
  }

  /** Learns from a peer what has expired there (ST9). */
  mergeGraves(graves: Iterable<SentGrave>, origin: Origin): void {
    this.expire();
    const before = this.#parts.state.digest;
    this.#storeIfChanged(this.#parts.state.mergeGraves(graves), origin, before, []);
  }

  /** Takes out what has expired: to be called before the state is read (ST8). */
  expire(): void {
    const { state } = this.#parts;
    if (state.nextExpiryAt > this.#parts.clock.now()) return;
    const before = state.digest;
    const step = state.expireDue();
    if (step.changes.length > 0) this.#store({ step, origin: { kind: 'expiry' }, before, lost: [], intent: null });
  }

  /** Resolves with the result when all writes before this one are visible or refused. */
  #inTurn<T>(work: Promise<T>): Promise<[T]> {
    const done = Promise.all([work, this.#turn]).then(([result]): [T] => [result]);
    this.#turn = done;
    return done;
  }

  /** What this machine has acknowledged is never refused; a peer may have written something newer meanwhile. */
  #makeVisible({ id, origin, entries }: Intent): Changeset {
    const before = this.#parts.state.digest;
    const merged = this.#parts.state.merge(entries, { trusted: true });
    return this.#store({ step: merged, origin, before, lost: merged.lost, intent: id });
  }

  /** Graves alone change nothing that anybody sees: they are stored with the next step (ST6). */
  #storeIfChanged(step: Step, origin: Origin, before: Changeset['digestBefore'], lost: LostEntry[]): void {
    if (step.changes.length > 0) this.#store({ step, origin, before, lost, intent: null });
    else this.#keepGraves(step);
  }

  #keepGraves({ buried, unburied }: Step): void {
    this.#graves.push(...buried.map((grave) => [grave.key, grave] as const));
    this.#graves.push(...unburied.map((key) => [key, null] as const));
    if (this.#graves.length > MAX_KEPT_GRAVES) this.#graves.splice(0, this.#graves.length - MAX_KEPT_GRAVES);
  }

  #store({ step, origin, before, lost, intent }: StepToStore): Changeset {
    this.#lastSeq += 1;
    const { changes } = step;
    this.#keepGraves(step);
    const graves = new Map(this.#graves.splice(0));
    const buried = [...graves.values()].filter((grave) => grave !== null);
    const unburied = [...graves].filter(([, grave]) => grave === null).map(([key]) => key);
    const changeset: Changeset = {
      ...{ seq: this.#lastSeq, time: this.#parts.clock.now(), origin, changes, lost },
      digestBefore: before,
      digestAfter: digestAfter(before, changes),
    };
    this.#parts.storage.commit({ changeset, intent, buried, unburied });
    this.#onCommit(changeset);
    return changeset;
  }
}

function refusal({ kind, detail }: StorageError): WriteError {
  return kind === 'closed' ? { kind: 'stopped', reason: detail } : { kind: 'storage', reason: detail };
}
