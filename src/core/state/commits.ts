import type { SentGrave } from '../../shared/grave.ts';
import type { Changeset, EntryView, Key, LostEntry, Origin } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FileEntry, LocalWrite, WriteError } from '../node-api.ts';
import { SLICE_ENTRIES, slices, type Pause } from '../pause.ts';
import type { Clock, Intent, Storage, StorageError } from '../ports.ts';
import { Serial } from '../serial.ts';
import { inKeyOrder } from './key-order.ts';
import { LocalWrites, noRoomFor, prepareWrites, type WriteContext } from './local-write.ts';
import { Pending } from './pending.ts';
import type { Capacity } from './room.ts';
import type { Merged, State, Step } from './state.ts';
import { isFutureSeed, seedEntry } from './seed-entries.ts';
import { StepWriter, type Cause } from './step-writer.ts';

export interface CommitComponents {
  clock: Clock;
  state: State;
  storage: Storage;
  pause: Pause;
  /** How far the others' clocks are ahead of this machine's, if it is wrong (PD5). @default never wrong */
  correctionMs?: () => number;
}

export interface CommitSettings extends Capacity {
  defaultTtlMs: number | null;
}

export type CommitListener = (changeset: Changeset) => void;

/**
 * Everything that changes the state goes through here and becomes a changeset (CH1, CH2).
 *
 * A local write is first an intent: when that is on the disk, the write is made visible, published and answered, and the step it became is
 * stored behind. What peers bring is visible at once and stored behind. So steps are numbered and stored in the order in which they became
 * visible, and after a crash the stored entries agree with the last stored step; intents that are left are made visible at the next start.
 *
 * What is large is applied in parts under one changeset; whatever else would change the state waits until it is whole.
 */
export class Commits {
  readonly #parts: CommitComponents;
  readonly #settings: CommitSettings;
  readonly #onCommit: CommitListener;
  readonly #pending: Pending;
  readonly #steps: StepWriter;
  readonly #serial = new Serial();
  #lastIntent = 0;
  /** Writes become visible in the order in which they were made. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(components: CommitComponents, settings: CommitSettings, onCommit: CommitListener) {
    this.#parts = components;
    this.#settings = settings;
    this.#onCommit = onCommit;
    this.#pending = new Pending(components.state, settings);
    this.#steps = new StepWriter(components);
  }

  /** Goes on after what storage holds: once the state is loaded, and before anything else is called. */
  async resume(lastSeq: number, intents: Intent[]): Promise<void> {
    this.#steps.resume(lastSeq);
    for (const intent of intents) {
      this.#lastIntent = Math.max(this.#lastIntent, intent.id);
      await this.#makeVisible(intent);
    }
    this.expire();
  }

  /** All or nothing (LA1); resolves once durable and visible. The changeset is null when nothing was to be changed. */
  async write(writes: LocalWrite[], origin: Origin): Promise<Result<Changeset | null, WriteError>> {
    this.expire();
    const prepared =
      writes.length <= SLICE_ENTRIES ? prepareWrites(writes, this.#context()) : await this.#prepareInSlices(writes);
    return prepared.ok ? this.#writeEntries(prepared.value, origin) : prepared;
  }

  /** Merges a seed file (ST11); the keys of entries from the future, which are left out, go to `onRefused`. */
  async seed(file: FileEntry[], onRefused: (keys: Key[]) => void): Promise<Result<Changeset | null, WriteError>> {
    this.expire();
    const entries: EntryView[] = [];
    for (const slice of slices(file)) {
      const { now } = this.#context();
      onRefused(slice.filter((one) => isFutureSeed(one, now)).map(({ key }) => key));
      for (const one of slice) {
        const entry = seedEntry(one, this.#pending, now);
        if (entry !== null) entries.push(entry);
      }
      if (file.length > SLICE_ENTRIES) await this.#parts.pause();
    }
    const tooMuch = this.#pending.firstWithoutRoom(entries);
    return tooMuch === null ? this.#writeEntries(entries, { kind: 'seed' }) : err(noRoomFor(tooMuch));
  }

  /** Makes entries durable that have their stamps, then visible. */
  async #writeEntries(entries: EntryView[], origin: Origin): Promise<Result<Changeset | null, WriteError>> {
    if (entries.length === 0) return ok(null);
    const { clock, storage } = this.#parts;
    this.#lastIntent += 1;
    const intent = { id: this.#lastIntent, time: clock.now(), origin, entries };
    this.#pending.add(intent);
    const [stored] = await this.#inTurn(storage.intend(intent));
    if (stored.ok) return ok(await this.#makeVisible(intent));
    this.#pending.remove(intent);
    return err(refusal(stored.error));
  }

  /** Merges what a peer brought. A merge that changes nothing leaves no trace (ST6). */
  async merge(entries: EntryView[], origin: Origin): Promise<Merged> {
    const { merged } = await this.#serial.run(() => {
      this.expire();
      return this.#apply(entries, { origin, intent: null });
    });
    return merged;
  }

  /** Learns from a peer what has expired there (ST9). */
  mergeGraves(graves: SentGrave[], origin: Origin): Promise<void> {
    return this.#change((state) => state.mergeGraves(graves), origin);
  }

  /** Takes entries out without graves: they are kept elsewhere (ST10). */
  takeOut(keys: Key[], origin: Origin): Promise<void> {
    return this.#change((state) => state.takeOut(keys), origin);
  }

  /** Takes out what has expired: to be called before the state is read (ST8). Amid a large commit this becomes part of it. */
  expire(): void {
    const { state, clock } = this.#parts;
    if (state.nextExpiryAt > clock.now()) return;
    const before = state.digest;
    const isAlone = !this.#steps.isOpen;
    this.#steps.write(state.expireDue(), [], before, { origin: { kind: 'expiry' }, intent: null });
    if (isAlone) this.#finish();
  }

  #change(work: (state: State) => Step, origin: Origin): Promise<void> {
    return this.#serial.run(() => {
      this.expire();
      const { state } = this.#parts;
      const before = state.digest;
      this.#steps.write(work(state), [], before, { origin, intent: null });
      this.#finish();
    });
  }

  #context(): WriteContext {
    const { clock, correctionMs } = this.#parts;
    const { defaultTtlMs } = this.#settings;
    return { state: this.#pending, now: clock.now(), correctionMs: correctionMs?.() ?? 0, defaultTtlMs };
  }

  async #prepareInSlices(writes: LocalWrite[]): Promise<Result<EntryView[], WriteError>> {
    const prepared = new LocalWrites(this.#context());
    for (const slice of slices(writes)) {
      const fault = prepared.add(slice);
      if (fault !== null) return err(fault);
      await this.#parts.pause();
    }
    this.expire();
    return prepared.finish();
  }

  /** Resolves with the result when all writes before this one are visible or refused. */
  #inTurn<T>(work: Promise<T>): Promise<[T]> {
    const done = Promise.all([work, this.#turn]).then(([result]): [T] => [result]);
    this.#turn = done;
    return done;
  }

  /** What this machine has acknowledged is never refused; a peer may have written something newer meanwhile. */
  async #makeVisible(intent: Intent): Promise<Changeset> {
    const { id, origin, entries } = intent;
    const { changeset } = await this.#serial.run(() => {
      this.#pending.remove(intent);
      return this.#apply(entries, { origin, intent: id });
    });
    if (changeset === null) throw new Error('an intent became no changeset');
    return changeset;
  }

  /** Merges at once, or what is large in parts, in key order, under one changeset (CH1, LM2). */
  #apply(entries: EntryView[], cause: Cause): Applied | Promise<Applied> {
    if (entries.length > SLICE_ENTRIES) return this.#applyInParts(entries, cause);
    const merged = this.#applyPart(entries, cause, cause.intent, []);
    return { merged, changeset: this.#finish() };
  }

  async #applyInParts(entries: EntryView[], cause: Cause): Promise<Applied> {
    const whole: Merged = { changes: [], lost: [], refused: [], graves: [], buried: [], unburied: [] };
    let left = entries.length;
    for (const slice of slices(await inKeyOrder(entries, this.#parts.pause))) {
      left -= slice.length;
      // Losses before the first change belong to the changeset too, if there will be one.
      const lost = this.#steps.isOpen ? [] : whole.lost;
      append(whole, this.#applyPart(slice, cause, left === 0 ? cause.intent : null, lost));
      // After the last one too: telling of a large changeset takes its time.
      await this.#parts.pause();
    }
    return { merged: whole, changeset: this.#finish() };
  }

  /** `intent` ends with this part; `lost` are losses before it that were not stored yet. */
  #applyPart(entries: EntryView[], { origin, intent }: Cause, ended: number | null, lost: LostEntry[]): Merged {
    const { state } = this.#parts;
    const before = state.digest;
    const merged = state.merge(entries, { trusted: intent !== null });
    this.#steps.write(merged, [...lost, ...merged.lost], before, { origin, intent: ended });
    return merged;
  }

  /** Ends the changeset, if one was stored, and tells of it. */
  #finish(): Changeset | null {
    const changeset = this.#steps.finish();
    if (changeset !== null) this.#onCommit(changeset);
    return changeset;
  }
}

interface Applied {
  merged: Merged;
  /** Null when nothing changed. */
  changeset: Changeset | null;
}

/** One by one: what is spread into a call must fit on the stack. */
function append(whole: Merged, part: Merged): void {
  for (const change of part.changes) whole.changes.push(change);
  for (const lost of part.lost) whole.lost.push(lost);
  for (const refused of part.refused) whole.refused.push(refused);
  for (const grave of part.graves) whole.graves.push(grave);
}

function refusal({ kind, detail }: StorageError): WriteError {
  return kind === 'closed' ? { kind: 'stopped', reason: detail } : { kind: 'storage', reason: detail };
}
