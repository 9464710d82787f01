import type { StoredFacts } from '../../../core/ports.ts';
import { NewestDeliveries } from '../../../core/state/newest-deliveries.ts';
import type { IntentPiece, Item, Step, StepPiece, StorageRequest } from './messages.ts';
import { pieceEntries } from './pieces.ts';

export interface Call {
  call: number;
  request: StorageRequest;
}

/** What the worker was given and has not dealt with yet; puts pieces together. */
export class Intake {
  steps: Step[] = [];
  intents: IntentPiece[][] = [];
  facts: StoredFacts | null = null;
  /** Of steps that came before them. */
  readonly deliveries = new NewestDeliveries();
  calls: Call[] = [];
  #openStep: Step | null = null;
  #openIntent: IntentPiece[] = [];

  get hasWrites(): boolean {
    return this.steps.length > 0 || this.intents.length > 0 || this.facts !== null || !this.deliveries.isEmpty;
  }

  /** The first steps, of about so many entries together: one at least, if there is any. */
  firstSteps(entries: number): Step[] {
    let left = entries;
    const end = this.steps.findIndex((step) => {
      const isFull = left <= 0;
      left -= 1 + pieceEntries({ step });
      return isFull;
    });
    return end < 0 ? [...this.steps] : this.steps.slice(0, end);
  }

  add(item: Item): void {
    if (item.kind === 'facts') this.facts = item.facts;
    else if (item.kind === 'delivery') this.deliveries.set(item.seq, item.delivery);
    else if (item.kind === 'request') this.calls.push(item);
    else if (item.kind === 'intent') this.#addIntent(item);
    else this.#addStep(item);
  }

  #addIntent(piece: IntentPiece): void {
    this.#openIntent.push(piece);
    if (!piece.last) return;
    this.intents.push(this.#openIntent);
    this.#openIntent = [];
  }

  #addStep({ step, last }: StepPiece): void {
    if (this.#openStep === null) this.#openStep = step;
    else append(this.#openStep, step);
    if (!last) return;
    this.steps.push(this.#openStep);
    this.#openStep = null;
  }
}

function append(step: Step, piece: Step): void {
  for (const change of piece.changes) step.changes.push(change);
  for (const lost of piece.lost) step.lost.push(lost);
  for (const grave of piece.buried) step.buried.push(grave);
  for (const key of piece.unburied) step.unburied.push(key);
}
