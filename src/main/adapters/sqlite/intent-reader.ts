import type { EntryView, Origin } from '../../../shared/model.ts';
import type { Intent } from '../../../core/ports.ts';
import type { StoredIntent } from './messages.ts';

/** Puts stored intents together again, piece by piece. */
export class IntentReader {
  readonly #intents = new Map<number, Intent>();

  add(pieces: StoredIntent[]): void {
    for (const { id, time, origin, entries } of pieces) {
      const read = JSON.parse(entries) as EntryView[];
      const known = this.#intents.get(id);
      if (known === undefined) this.#intents.set(id, { id, time, origin: JSON.parse(origin) as Origin, entries: read });
      else for (const entry of read) known.entries.push(entry);
    }
  }

  all(): Intent[] {
    return [...this.#intents.values()];
  }
}
