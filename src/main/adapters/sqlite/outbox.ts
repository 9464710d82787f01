import type { Intent, StoredFacts } from '../../../core/ports.ts';
import { NewestDeliveries } from '../../../core/state/newest-deliveries.ts';
import type { Delivery } from '../../../shared/model.ts';
import { CHUNK_CHARS, CHUNK_ENTRIES } from './chunks.ts';
import type { Item, Step, StorageRequest } from './messages.ts';
import { intentPieces, pieceEntries, stepChars } from './pieces.ts';
import { StepQueue, type StepQueueLimits } from './step-queue.ts';

/** How long one turn may spend on sending (LM2). */
const TURN_MS = 8;

interface Weighed {
  item: Item;
  entries: number;
  chars: number;
}

/**
 * Sends to the worker, in messages of at most 1,000 entries. What is given in one turn of the event loop travels together, so that it also
 * shares a transaction; steps, for which nobody waits, do so with what comes within 100 ms. Intents, facts and requests go before steps that are waiting: they do not build on them. Deliveries go after those.
 */
export class Outbox {
  readonly #send: (items: Item[]) => void;
  readonly #steps: StepQueue;
  readonly #deliveries = new NewestDeliveries();
  #first: Iterator<Weighed>[] = [];
  #isScheduled = false;
  readonly #delayMs: number;
  /** Set while steps wait for others. */
  #delay: NodeJS.Timeout | null = null;
  #onEmpty: (() => void)[] = [];
  #onRoom: (() => void)[] = [];

  constructor(send: (items: Item[]) => void, limits: StepQueueLimits) {
    this.#send = send;
    this.#steps = new StepQueue(limits);
    this.#delayMs = limits.delayMs;
  }

  /** True when this made the details of waiting steps be dropped. */
  step(step: Step): boolean {
    const isGap = this.#steps.add(step);
    this.#scheduleSoon();
    return isGap;
  }

  intent(intent: Intent, call: number): void {
    this.#push(weighedPieces(intent, call));
  }

  facts(facts: StoredFacts): void {
    this.#push(one({ kind: 'facts', facts }));
  }

  delivery(seq: number, delivery: Delivery): void {
    this.#deliveries.set(seq, delivery);
    this.#scheduleSoon();
  }

  request(call: number, request: StorageRequest): void {
    this.#push(one({ kind: 'request', call, request }));
  }

  /** The worker has stored so many steps more. */
  stored(count: number): void {
    this.#steps.stored(count);
    if (this.isEmpty) this.release();
    else this.#schedule();
  }

  /** Resolves when no step is waiting or unstored and no delivery is waiting, or at `release`. */
  whenEmpty(): Promise<void> {
    if (this.isEmpty) return Promise.resolve();
    this.#schedule();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  /** Resolves when steps are not crowded, or at `release`. */
  whenRoom(): Promise<void> {
    if (!this.isCrowded) return Promise.resolve();
    return new Promise((resolve) => this.#onRoom.push(resolve));
  }

  /** So many steps wait that no more should be made for now. */
  get isCrowded(): boolean {
    return this.#steps.isCrowded;
  }

  get isEmpty(): boolean {
    return this.#steps.isEmpty && this.#deliveries.isEmpty;
  }

  /** Lets go whoever waits in `whenEmpty` or `whenRoom`: steps cannot be stored for now. */
  release(): void {
    for (const resolve of this.#onEmpty.splice(0)) resolve();
    this.#makeRoom();
  }

  #makeRoom(): void {
    for (const resolve of this.#onRoom.splice(0)) resolve();
  }

  clear(): void {
    this.#first = [];
    this.#steps.clear();
    this.#deliveries.clear();
    this.release();
  }

  #push(items: Iterator<Weighed>): void {
    this.#first.push(items);
    this.#schedule();
  }

  /** Nobody waits for it: what comes within a moment goes along. */
  #scheduleSoon(): void {
    if (this.#delayMs === 0 || this.#steps.isFull) this.#schedule();
    else if (!this.#isScheduled) this.#delay ??= setTimeout(() => this.#schedule(), this.#delayMs);
  }

  #schedule(): void {
    if (this.#delay !== null) clearTimeout(this.#delay);
    this.#delay = null;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#sendSome());
  }

  #sendSome(): void {
    this.#isScheduled = false;
    if (!this.isCrowded) this.#makeRoom();
    const until = performance.now() + TURN_MS;
    for (let items = this.#message(); items.length > 0; items = this.#message()) {
      this.#send(items);
      if (performance.now() < until) continue;
      this.#schedule();
      return;
    }
    if (this.isEmpty) this.release();
  }

  /** The items of one message; none when there is nothing to send. */
  #message(): Item[] {
    const items: Item[] = [];
    let entries = 0;
    let chars = 0;
    while (entries < CHUNK_ENTRIES / 2 && chars < CHUNK_CHARS) {
      const next = this.#next();
      if (next === null) break;
      items.push(next.item);
      entries += Math.max(1, next.entries);
      chars += next.chars;
      if (next.entries > CHUNK_ENTRIES / 2) break;
    }
    return items;
  }

  #next(): Weighed | null {
    for (let head = this.#first[0]; head !== undefined; head = this.#first[0]) {
      const { done, value } = head.next() as IteratorResult<Weighed, undefined>;
      if (done !== true) return value;
      this.#first.shift();
    }
    const piece = this.#steps.next();
    if (piece !== null) return { item: piece, entries: pieceEntries(piece), chars: stepChars(piece.step) };
    if (this.#steps.hasWaiting || this.#deliveries.isEmpty) return null;
    this.#first.push(weighedDeliveries(this.#deliveries.takeAll()));
    return this.#next();
  }
}

function* one(item: Item): Generator<Weighed> {
  yield { item, entries: 1, chars: 0 };
}

function* weighedDeliveries(deliveries: [seq: number, delivery: Delivery][]): Generator<Weighed> {
  for (const [seq, delivery] of deliveries) yield { item: { kind: 'delivery', seq, delivery }, entries: 1, chars: 0 };
}

function* weighedPieces(intent: Intent, call: number): Generator<Weighed> {
  const entries = Math.min(CHUNK_ENTRIES, intent.entries.length);
  for (const item of intentPieces(intent, call)) yield { item, entries, chars: item.entries.length };
}
