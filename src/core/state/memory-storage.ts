import type { Delivery, EntryView, Key } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type {
  Commit,
  Grave,
  Intent,
  OpenedStorage,
  PastEntry,
  Storage,
  StorageError,
  StoredFacts,
  StoredState,
} from '../ports.ts';
import { DEFAULT_HISTORY_LIMITS, type HistoryLimits } from './history-limits.ts';
import { KeptHistory } from './kept-history.ts';
import { NewestDeliveries } from './newest-deliveries.ts';
import { tooOld } from './too-old.ts';
import { encodeUtf8 } from './utf8.ts';

const CHUNK = 1_000;

export interface MemoryStorageSettings {
  /** Names this storage as random bytes name a database (LA3). */
  epoch: string;
  limits: HistoryLimits;
}

const DEFAULTS: MemoryStorageSettings = { epoch: '0'.repeat(32), limits: DEFAULT_HISTORY_LIMITS };
const CLOSED: StorageError = { kind: 'closed', detail: 'The storage is closed.' };

/** Keeps everything for as long as the object lives, through `close` and `open` too: a disk for tests and simulations. */
export class MemoryStorage implements Storage {
  /** What was set aside, by the names that were answered. */
  readonly asides: { name: string; entries: EntryView[] }[] = [];
  readonly #settings: MemoryStorageSettings;
  readonly #entries = new Map<Key, EntryView>();
  readonly #graves = new Map<Key, Grave>();
  readonly #intents = new Map<number, Intent>();
  readonly #history = new KeptHistory();
  readonly #listeners = new Set<(fault: StorageError | null) => void>();
  #isBehind = false;
  #onRoom: (() => void)[] = [];
  #facts: StoredFacts = { lastContact: null, peers: [] };
  #isOpen = false;
  #fault: StorageError | null = null;
  /** Steps that could not be stored. */
  #waiting: Commit[] = [];
  readonly #deliveries = new NewestDeliveries();

  constructor(settings: Partial<MemoryStorageSettings> = {}) {
    this.#settings = { ...DEFAULTS, ...settings };
  }

  /** Makes storing fail as on a bad disk, or work again with null. */
  fail(fault: StorageError | null): void {
    if (this.#fault === fault) return;
    this.#fault = fault;
    if (fault === null) this.#storeWaiting();
    for (const listener of this.#listeners) listener(fault);
  }

  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Makes it say that it cannot keep up, as on a slow disk, or that it can again. */
  fallBehind(isBehind: boolean): void {
    this.#isBehind = isBehind;
    if (!isBehind) for (const resolve of this.#onRoom.splice(0)) resolve();
  }

  room(): Promise<void> {
    if (!this.#isBehind) return Promise.resolve();
    return new Promise((resolve) => this.#onRoom.push(resolve));
  }

  open(state: StoredState): Promise<Result<OpenedStorage, StorageError>> {
    this.#isOpen = true;
    const entries = [...this.#entries.values()];
    for (let i = 0; i < entries.length; i += CHUNK) state.entries(entries.slice(i, i + CHUNK));
    const graves = [...this.#graves.values()];
    for (let i = 0; i < graves.length; i += CHUNK) state.graves(graves.slice(i, i + CHUNK));
    return Promise.resolve(
      ok({
        epoch: this.#settings.epoch,
        lastSeq: this.#history.lastSeq,
        intents: [...this.#intents.values()].sort((a, b) => a.id - b.id),
        facts: this.#facts,
        setAside: null,
      }),
    );
  }

  intend(intent: Intent): Promise<Result<void, StorageError>> {
    return this.#write(() => void this.#intents.set(intent.id, intent));
  }

  commit(commit: Commit): void {
    if (!this.#isOpen) return;
    if (this.#fault === null) this.#store(commit);
    else this.#waiting.push(commit);
  }

  remember(facts: StoredFacts): void {
    if (this.#isOpen) this.#facts = facts;
  }

  delivered(seq: number, delivery: Delivery): void {
    if (!this.#isOpen) return;
    if (this.#fault === null) this.#history.delivered(seq, delivery);
    else this.#deliveries.set(seq, delivery);
  }

  flush(): Promise<Result<void, StorageError>> {
    return this.#write(() => undefined);
  }

  onHealth(listener: (fault: StorageError | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  readonly history: Storage['history'] = (query) => this.#read(() => this.#history.page(query));

  readonly changes: Storage['changes'] = (seq, offset, limit) =>
    this.#read(() => this.#history.changes(seq, offset, limit));

  readonly seqAt: Storage['seqAt'] = (time) => this.#read(() => this.#history.seqAt(time));

  readonly since: Storage['since'] = (seq, after, limit) => {
    if (!this.#history.reaches(seq)) return Promise.resolve(err(tooOld(seq)));
    return this.#read(() => this.#past(seq, after, limit));
  };

  setAside(entries: EntryView[]): Promise<Result<string, StorageError>> {
    return this.#write(() => {
      const name = `set-aside-${this.asides.length + 1}.json`;
      this.asides.push({ name, entries: [...entries] });
      return name;
    });
  }

  erase(key: Key): Promise<Result<number, StorageError>> {
    return this.#write(() => this.#history.erase(key));
  }

  trim(now: number): Promise<Result<void, StorageError>> {
    return this.#write(() => this.#history.trim(now, this.#settings.limits));
  }

  close(): Promise<void> {
    this.#isOpen = false;
    return Promise.resolve();
  }

  #store({ changeset, intent, buried, unburied }: Commit): void {
    for (const { key, after } of changeset.changes) {
      if (after === null) this.#entries.delete(key);
      else this.#entries.set(key, after);
    }
    for (const key of unburied) this.#graves.delete(key);
    for (const grave of buried) this.#graves.set(grave.key, grave);
    if (intent !== null) this.#intents.delete(intent);
    this.#history.add(changeset);
  }

  #storeWaiting(): void {
    for (const commit of this.#waiting.splice(0)) this.#store(commit);
    for (const [seq, delivery] of this.#deliveries.takeAll()) this.#history.delivered(seq, delivery);
  }

  #past(seq: number, after: Key | null, limit: number): { past: PastEntry[]; more: boolean } {
    const all = this.#history.past(seq).sort((a, b) => byBytes(a.key, b.key));
    const behind = after === null ? all : all.filter(({ key }) => byBytes(key, after) > 0);
    return { past: behind.slice(0, limit), more: behind.length > limit };
  }

  #write<T>(work: () => T): Promise<Result<T, StorageError>> {
    return Promise.resolve(this.#isOpen && this.#fault !== null ? err(this.#fault) : this.#answer(work));
  }

  #read<T>(work: () => T): Promise<Result<T, StorageError>> {
    return Promise.resolve(this.#answer(work));
  }

  #answer<T>(work: () => T): Result<T, StorageError> {
    return this.#isOpen ? ok(work()) : err(CLOSED);
  }
}

/** The order of a database's keys: by UTF-8 bytes, which is by code points and not by UTF-16 units. */
function byBytes(a: string, b: string): number {
  const [left, right] = [encodeUtf8(a), encodeUtf8(b)];
  const at = left.findIndex((byte, i) => byte !== right[i]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}
