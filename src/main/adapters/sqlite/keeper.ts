import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertNever, err, ok, type Result } from '../../../shared/result.ts';
import type { StorageError } from '../../../core/ports.ts';
import { answerQuery } from './answer-query.ts';
import type { Database } from './database.ts';
import { DatabaseHolder } from './database-holder.ts';
import { erasing } from './erase.ts';
import { inLooks } from './in-looks.ts';
import { Intake, type Call } from './intake.ts';
import type {
  Answer,
  FromWorker,
  IntentPiece,
  StorageRequest,
  StorageStats,
  ToWorker,
  WorkerSettings,
} from './messages.ts';
import { writeMeta } from './meta.ts';
import { readHistory } from './read-history.ts';
import { MIGRATIONS, type Migration } from './schema.ts';
import { openAnswer, storedState } from './stored-state.ts';
import { GrowthTrim } from './growth-trim.ts';
import { trimming, type HistoryMeter } from './trim.ts';
import { writeDelivery, writeIntent, writeStep } from './write-step.ts';

const CLOSED: StorageError = { kind: 'closed', detail: 'The storage is closed.' };

/** About the most entries of steps in one transaction, two a change: a write that comes meanwhile waits for no more, however much peers bring. */
const TRANSACTION_ENTRIES = 2_000;

/** Chunks of the stored state that are on their way at once. */
const CHUNKS_AHEAD = 2;

export interface KeeperComponents {
  post: (message: FromWorker) => void;
  migrations?: readonly Migration[];
}

/**
 * The worker's side: owns the database. What has come in by the time a transaction ends shares the next one (group commit, CH1). A
 * transaction with an intent in it reaches the disk before it is answered; one without need not.
 * When storing fails, intents are refused and steps, which are visible already, are kept and tried again.
 */
export class Keeper {
  readonly #post: KeeperComponents['post'];
  readonly #settings: WorkerSettings;
  readonly #holder: DatabaseHolder;
  readonly #intake = new Intake();
  readonly #growth: GrowthTrim<Result<void, StorageError>>;
  readonly #stats: StorageStats = { transactions: 0, intents: 0 };
  #answers: Answer[] = [];
  #storedSteps = 0;
  #isScheduled = false;
  /** The stored state is being read: the database must stay open. */
  #isLoading = false;
  #retry: NodeJS.Timeout | null = null;
  #idle: NodeJS.Timeout | null = null;
  #chunksAhead = 0;
  #onTaken: (() => void) | null = null;

  constructor({ post, migrations = MIGRATIONS }: KeeperComponents, settings: WorkerSettings) {
    this.#post = post;
    this.#settings = settings;
    this.#holder = new DatabaseHolder(settings.file, migrations, (fault) => this.#onFault(fault));
    this.#growth = new GrowthTrim((now, meter) => this.#trim(now, meter), settings.limits);
  }

  receive(message: ToWorker): void {
    if (message.kind === 'taken') {
      this.#chunksAhead -= 1;
      this.#onTaken?.();
      return;
    }
    for (const item of message.items) this.#intake.add(item);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#drain());
  }

  #drain(): void {
    this.#isScheduled = false;
    if (this.#intake.hasWrites) this.#store();
    for (const call of this.#intake.calls.splice(0)) this.#serve(call);
    this.#report();
    this.#growth.trimIfDue();
    if (this.#holder.isOpen) this.#idle ??= setTimeout(() => this.#checkpoint(), this.#settings.idleMs);
  }

  #report(): void {
    if (this.#answers.length === 0 && this.#storedSteps === 0) return;
    this.#post({ kind: 'done', answers: this.#answers, storedSteps: this.#storedSteps });
    this.#answers = [];
    this.#storedSteps = 0;
  }

  #store(): void {
    const intents = this.#intake.intents.splice(0);
    const isStored = this.#recover() && this.#holder.attempt((database) => this.#storeAll(database, intents));
    const fault = this.#holder.fault ?? CLOSED;
    for (const [piece] of intents) {
      if (piece !== undefined) this.#answers.push({ call: piece.call, result: isStored ? ok(undefined) : err(fault) });
    }
    if (!isStored) return;
    this.#stats.intents += intents.length;
    if (this.#intake.hasWrites) this.#schedule();
  }

  /** After a fault: whether storing works again, found out with one step only. */
  #recover(): boolean {
    if (!this.#holder.isOpen || this.#isLoading) return false;
    if (this.#holder.fault === null) return true;
    if (!this.#holder.reopen()) return false;
    const [first] = this.#intake.steps;
    const works = this.#holder.attempt((database) => {
      database.transaction(() => (first === undefined ? probe(database) : void writeStep(database, first)));
    });
    if (works && first !== undefined) this.#takeStored(1);
    return works;
  }

  #storeAll(database: Database, intents: IntentPiece[][]): void {
    if (!this.#intake.hasWrites && intents.length === 0) return;
    const { facts, deliveries } = this.#intake;
    const steps = this.#intake.firstSteps(TRANSACTION_ENTRIES);
    const isLast = steps.length === this.#intake.steps.length;
    database.exec(`PRAGMA synchronous = ${intents.length > 0 ? 'FULL' : 'NORMAL'}`);
    database.transaction(() => {
      for (const step of steps) this.#growth.grew(1 + step.changes.length, writeStep(database, step));
      for (const pieces of intents) writeIntent(database, pieces);
      if (facts !== null) writeMeta(database, 'facts', facts);
      if (isLast) for (const [seq, delivery] of deliveries) writeDelivery(database, seq, delivery);
    });
    this.#stats.transactions += 1;
    this.#intake.facts = null;
    if (isLast) deliveries.clear();
    this.#takeStored(steps.length);
  }

  #takeStored(count: number): void {
    const stored = this.#intake.steps.splice(0, count);
    this.#storedSteps += stored.length;
    this.#holder.lastSeq = stored.at(-1)?.seq ?? this.#holder.lastSeq;
  }

  #serve({ call, request }: Call): void {
    void this.#perform(request)
      .catch((error: unknown): Result<unknown, StorageError> => err(this.#holder.describe(error)))
      .then((result) => {
        this.#answers.push({ call, result });
        this.#report();
      });
  }

  async #perform(request: StorageRequest): Promise<Result<unknown, StorageError>> {
    switch (request.kind) {
      case 'open':
        return this.#open();
      case 'flush':
        return this.#flush();
      case 'stats':
        return ok({ ...this.#stats });
      case 'close':
        this.#close();
        return ok(undefined);
      case 'erase':
        return this.#work((database) => erasing(database, request.key));
      case 'trim':
        return this.#growth.trim(request.now);
      case 'history':
        return inLooks(this.#holder, (database) => readHistory(database, request.query));
      case 'changes':
      case 'seq-at':
      case 'since':
        return this.#holder.read((database) => answerQuery(database, request));
      default:
        return assertNever(request);
    }
  }

  async #open(): Promise<Result<unknown, StorageError>> {
    const opened = this.#holder.open();
    if (!opened.ok) return opened;
    const { database, setAside } = opened.value;
    this.#isLoading = true;
    await this.#sendState(database);
    this.#isLoading = false;
    const answer = openAnswer(database, setAside);
    if (answer.setAside !== null && this.#holder.fault === null) {
      this.#holder.attempt((fresh) => writeMeta(fresh, 'setAside', null));
    }
    return ok(answer);
  }

  async #sendState(database: Database): Promise<void> {
    for (const message of storedState(database)) {
      while (this.#chunksAhead >= CHUNKS_AHEAD) await this.#taken();
      this.#chunksAhead += 1;
      this.#post(message);
    }
  }

  #taken(): Promise<void> {
    return new Promise((resolve) => {
      this.#onTaken = resolve;
    });
  }

  #flush(): Result<void, StorageError> {
    if (this.#holder.fault !== null) this.#store();
    return this.#holder.fault === null ? ok(undefined) : err(this.#holder.fault);
  }

  /** Runs long work a step at a time, so that writes get their turns between. */
  async #work<T>(begin: (database: Database) => Generator<void, T>): Promise<Result<T, StorageError>> {
    const { database, fault } = this.#holder;
    if (database === null || fault !== null) return err(fault ?? CLOSED);
    const work = begin(database);
    for (;;) {
      const step = this.#holder.attemptValue(() => work.next());
      if (!step.ok) return step;
      if (step.value.done === true) return ok(step.value.value);
      await nextTurn();
    }
  }

  #trim(now: number, meter: HistoryMeter): Promise<Result<void, StorageError>> {
    return this.#work((database) => trimming(database, now, this.#settings.limits, meter));
  }

  #onFault(fault: StorageError | null): void {
    this.#post({ kind: 'health', fault });
    if (fault === null || this.#retry !== null) return;
    this.#retry = setTimeout(() => this.#tryAgain(), this.#settings.retryMs);
  }

  #tryAgain(): void {
    this.#retry = null;
    this.#store();
    this.#report();
    if (this.#holder.fault === null || !this.#holder.isOpen) return;
    this.#retry = setTimeout(() => this.#tryAgain(), this.#settings.retryMs);
  }

  /** In a quiet moment, so that it need not be done in a busy one. */
  #checkpoint(): void {
    this.#idle = null;
    if (this.#holder.fault === null)
      this.#holder.attempt((database) => database.exec('PRAGMA wal_checkpoint(PASSIVE)'));
  }

  #close(): void {
    for (const timer of [this.#retry, this.#idle]) if (timer !== null) clearTimeout(timer);
    this.#retry = null;
    this.#idle = null;
    this.#holder.close();
  }
}

/** A write that changes nothing. */
function probe(database: Database): void {
  database.sql(`UPDATE meta SET value = value WHERE name = 'epoch'`).run();
}
