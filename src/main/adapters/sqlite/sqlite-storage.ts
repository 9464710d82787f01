import { dirname } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Delivery, EntryView } from '../../../shared/model.ts';
import { assertNever, err, ok, type Result } from '../../../shared/result.ts';
import type {
  Commit,
  Intent,
  Logger,
  OpenedStorage,
  Storage,
  StorageError,
  StoredFacts,
  StoredState,
} from '../../../core/ports.ts';
import { DEFAULT_HISTORY_LIMITS, type HistoryLimits } from '../../../core/state/history-limits.ts';
import { writeEntriesAside } from './entries-aside.ts';
import { storageError } from './faults.ts';
import { IntentReader } from './intent-reader.ts';
import type { FromWorker, OpenAnswer, StorageRequest, StorageStats, ToWorker } from './messages.ts';
import { Outbox } from './outbox.ts';
import { stepOf } from './pieces.ts';
import type { StartWorker } from './start-worker.ts';
import { DEFAULT_QUEUE_LIMITS, type StepQueueLimits } from './step-queue.ts';

export interface SqliteStorageSettings {
  /** The database; its folder is made when it is missing. */
  file: string;
  /** How long history is kept (CH3). */
  limits: HistoryLimits;
  /** After how long a write that failed is tried again, unless another comes before. @default 2000 */
  retryMs: number;
  /** After how long without work the database's log is folded into it. @default 1000 */
  idleMs: number;
  queue: StepQueueLimits;
}

export const DEFAULT_STORAGE_SETTINGS: Omit<SqliteStorageSettings, 'file'> = {
  limits: DEFAULT_HISTORY_LIMITS,
  retryMs: 2_000,
  idleMs: 1_000,
  queue: DEFAULT_QUEUE_LIMITS,
};

export interface SqliteStorageComponents {
  startWorker: StartWorker;
  logger: Logger;
}

type Resolve = (result: Result<unknown, StorageError>) => void;

const CLOSED: StorageError = { kind: 'closed', detail: 'The storage is closed.' };

/** State and history in a SQLite database, which a worker thread owns: the event loop never waits for the disk (CH1, LM2). */
export class SqliteStorage implements Storage {
  readonly #components: SqliteStorageComponents;
  readonly #settings: SqliteStorageSettings;
  readonly #outbox: Outbox;
  readonly #listeners = new Set<(fault: StorageError | null) => void>();
  readonly #calls = new Map<number, Resolve>();
  #lastCall = 0;
  #worker: Worker | null = null;
  /** Set while the stored state is being received. */
  #reader: { state: StoredState; intents: IntentReader } | null = null;
  #isOpen = false;
  #closing: Promise<void> | null = null;
  #fault: StorageError | null = null;

  constructor(components: SqliteStorageComponents, settings: SqliteStorageSettings) {
    this.#components = components;
    this.#settings = settings;
    this.#outbox = new Outbox((items) => this.#post({ kind: 'items', items }), settings.queue);
  }

  async open(state: StoredState): Promise<Result<OpenedStorage, StorageError>> {
    if (this.#worker !== null) return err({ kind: 'failed', detail: 'The storage is open already.' });
    const { file, limits, retryMs, idleMs } = this.#settings;
    const worker = await this.#components.startWorker({ file, limits, retryMs, idleMs });
    this.#worker = worker;
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error: unknown) => this.#died(worker, String(error)));
    worker.on('exit', () => this.#died(worker, 'its thread ended'));
    const intents = new IntentReader();
    this.#reader = { state, intents };
    const answer = (await this.#call({ kind: 'open' })) as Result<OpenAnswer, StorageError>;
    this.#reader = null;
    this.#isOpen = answer.ok;
    if (!answer.ok) await this.close();
    return answer.ok ? ok({ ...answer.value, intents: intents.all() }) : answer;
  }

  get isBehind(): boolean {
    return this.#fault === null && this.#outbox.isCrowded;
  }

  async room(): Promise<void> {
    while (this.isBehind) await this.#outbox.whenRoom();
  }

  async intend(intent: Intent): Promise<Result<void, StorageError>> {
    if (this.isBehind) await this.room();
    if (!this.#isOpen) return err(CLOSED);
    return this.#expect((call) => this.#outbox.intent(intent, call)) as Promise<Result<void, StorageError>>;
  }

  commit(commit: Commit): void {
    if (!this.#isOpen) return;
    const isGap = this.#outbox.step(stepOf(commit));
    if (isGap) this.#components.logger.warn('history-gap', { seq: commit.changeset.seq });
  }

  remember(facts: StoredFacts): void {
    if (this.#isOpen) this.#outbox.facts(facts);
  }

  delivered(seq: number, delivery: Delivery): void {
    if (this.#isOpen) this.#outbox.delivery(seq, delivery);
  }

  async flush(): Promise<Result<void, StorageError>> {
    for (;;) {
      if (this.#fault === null) await this.#outbox.whenEmpty();
      const flushed = (await this.#ask({ kind: 'flush' })) as Result<void, StorageError>;
      if (!flushed.ok || this.#outbox.isEmpty) return flushed;
    }
  }

  onHealth(listener: (fault: StorageError | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  readonly history: Storage['history'] = (query) => this.#query({ kind: 'history', query });

  readonly changes: Storage['changes'] = (seq, offset, limit) => this.#query({ kind: 'changes', seq, offset, limit });

  readonly seqAt: Storage['seqAt'] = (time) => this.#query({ kind: 'seq-at', time });

  readonly since: Storage['since'] = (seq, after, limit) => this.#query({ kind: 'since', seq, after, limit });

  async setAside(entries: EntryView[]): Promise<Result<string, StorageError>> {
    if (!this.#isOpen) return err(CLOSED);
    const folder = dirname(this.#settings.file);
    try {
      return ok(await writeEntriesAside(folder, entries, new Date()));
    } catch (error) {
      return err(storageError(error, folder));
    }
  }

  readonly erase: Storage['erase'] = (key) => this.#query({ kind: 'erase', key });

  /** Does not wait for what was given before, as others do: under a load that never ends it would never begin. */
  readonly trim: Storage['trim'] = (now) => this.#ask({ kind: 'trim', now }) as ReturnType<Storage['trim']>;

  /** For tests and measurements. */
  stats(): Promise<Result<StorageStats, StorageError>> {
    return this.#query({ kind: 'stats' });
  }

  /** Stores what it can, then ends the thread. */
  close(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return Promise.resolve();
    this.#closing ??= this.#close(worker).finally(() => {
      this.#closing = null;
    });
    return this.#closing;
  }

  async #close(worker: Worker): Promise<void> {
    if (this.#isOpen) await this.flush();
    this.#isOpen = false;
    await this.#call({ kind: 'close' });
    this.#worker = null;
    this.#letGo(CLOSED);
    this.#fault = null;
    await worker.terminate();
  }

  /** Sees all that was given before, unless that cannot be stored for now. */
  async #query<T>(request: StorageRequest): Promise<Result<T, StorageError>> {
    if (this.#fault === null) await this.#outbox.whenEmpty();
    return (await this.#ask(request)) as Result<T, StorageError>;
  }

  #ask(request: StorageRequest): Promise<Result<unknown, StorageError>> {
    return this.#isOpen ? this.#call(request) : Promise.resolve(err(CLOSED));
  }

  #call(request: StorageRequest): Promise<Result<unknown, StorageError>> {
    return this.#expect((call) => this.#outbox.request(call, request));
  }

  #expect(send: (call: number) => void): Promise<Result<unknown, StorageError>> {
    return new Promise((resolve) => {
      this.#lastCall += 1;
      this.#calls.set(this.#lastCall, resolve);
      send(this.#lastCall);
    });
  }

  #post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'done':
        this.#outbox.stored(message.storedSteps);
        for (const { call, result } of message.answers) this.#answer(call, result);
        return;
      case 'health':
        this.#tell(message.fault);
        return;
      case 'entries':
        this.#reader?.state.entries(message.chunk);
        this.#askForMore();
        return;
      case 'graves':
        this.#reader?.state.graves(message.chunk);
        this.#askForMore();
        return;
      case 'intents':
        this.#reader?.intents.add(message.chunk);
        this.#askForMore();
        return;
      default:
        assertNever(message);
    }
  }

  /** In the next turn: messages that are there already are all received in one, and more of them would come for as long as that lasts (LM2). */
  #askForMore(): void {
    setImmediate(() => this.#post({ kind: 'taken' }));
  }

  #answer(call: number, result: Result<unknown, StorageError>): void {
    const resolve = this.#calls.get(call);
    this.#calls.delete(call);
    resolve?.(result);
  }

  #tell(fault: StorageError | null): void {
    this.#fault = fault;
    if (fault !== null) this.#outbox.release();
    for (const listener of this.#listeners) listener(fault);
  }

  /** The thread is gone, which it should not be: everything is refused from now on. */
  #died(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#isOpen = false;
    const fault: StorageError = { kind: 'failed', detail: `The storage stopped working: ${reason}.` };
    this.#letGo(fault);
    this.#tell(fault);
  }

  #letGo(reason: StorageError): void {
    this.#outbox.clear();
    for (const call of [...this.#calls.keys()]) this.#answer(call, err(reason));
  }
}
