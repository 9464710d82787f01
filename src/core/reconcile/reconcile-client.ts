import type { Digest, Key } from '../../shared/model.ts';
import type { Pause } from '../pause.ts';
import type { State } from '../state/state.ts';
import { compareRank } from '../state/entry.ts';
import { Descent, type DescentFault, type Difference } from './descent.ts';
import type { ReconcileView } from './digest-trie.ts';
import type { KeyHash } from './key-hash.ts';
import type { Send } from './paths.ts';

/** What is to be exchanged so that both sides hold the same, in parts of at most 1,000 keys. */
export interface Missing {
  /** Held by the peer, and not here or ranking lower here: to be fetched (fetch-entries). */
  want: KeyHash[];
  /** Held here, and not by the peer or ranking lower there: to be sent. It may be refused with graves. */
  give: Key[];
}

export interface ReconcileClientComponents {
  state: () => ReconcileView & Pick<State, 'digest'>;
  pause: Pause;
}

export interface Exchanges {
  send: Send;
  /** Called one after another; the state may change by it. False ends the run. */
  onMissing: (missing: Missing) => Promise<boolean>;
}

/** `fault` is null when all differences were found that stood during the whole run. */
export interface Outcome {
  fault: DescentFault | null;
  roundTrips: number;
  wanted: number;
  given: number;
}

/** Finds out what to fetch from a peer and what to send it (RE1). */
export class ReconcileClient {
  readonly #parts: ReconcileClientComponents;

  constructor(components: ReconcileClientComponents) {
    this.#parts = components;
  }

  /** `theirs` is the peer's digest as it was last heard, null when it is not known: with equal digests nothing is asked (RE3). */
  async run(theirs: Digest | null, { send, onMissing }: Exchanges): Promise<Outcome> {
    const outcome: Outcome = { fault: null, roundTrips: 0, wanted: 0, given: 0 };
    if (theirs === this.#parts.state().digest) return outcome;
    const onDifferences = (differences: Difference[]): Promise<boolean> => {
      const missing = this.#sort(differences);
      outcome.wanted += missing.want.length;
      outcome.given += missing.give.length;
      return onMissing(missing);
    };
    const descent = new Descent({ ...this.#parts, send, onDifferences });
    outcome.fault = await descent.run();
    outcome.roundTrips = descent.roundTrips;
    return outcome;
  }

  /** What has become equal or has gone meanwhile is left out. */
  #sort(differences: Difference[]): Missing {
    const missing: Missing = { want: [], give: [] };
    for (const { key, theirs } of differences) {
      const ours = key === null ? null : this.#parts.state().get(key);
      const order = ours === null ? -1 : theirs === null ? 1 : compareRank(ours, theirs);
      if (order > 0 && key !== null) missing.give.push(key);
      if (order < 0 && theirs !== null) missing.want.push(theirs.keyHash);
    }
    return missing;
  }
}
