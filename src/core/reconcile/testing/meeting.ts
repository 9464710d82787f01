import type { StateDifference } from '../../../shared/peer-comparison.ts';
import type { Clock } from '../../ports.ts';
import type { Pause } from '../../pause.ts';
import { decodeEntries, encodeEntries } from '../../sync/entry-codec.ts';
import { compareStates } from '../compare-states.ts';
import type { DescentFault } from '../descent.ts';
import { fetchEntries } from '../fetch-entries.ts';
import type { ReconcilePath, Send } from '../paths.ts';
import { ReconcileClient, type Missing, type Outcome } from '../reconcile-client.ts';
import { ReconcileServer } from '../reconcile-server.ts';
import type { Capacity } from '../../state/room.ts';
import type { State } from '../../state/state.ts';

export interface MeetingComponents {
  asking: State;
  answering: State;
  clock: Clock;
  /** Where the answering side's clock differs. */
  theirClock?: Clock;
  pause: Pause;
  /** Called before each request reaches the answering side. */
  onRequest?: (path: ReconcilePath) => void;
}

/** Two sides without a network between them, and what went over it. */
export class Meeting {
  readonly #parts: MeetingComponents;
  readonly #settings: Capacity;
  readonly #server: ReconcileServer;
  /** Answers in the place of the answering side, where it answers anything. */
  intercept: (path: ReconcilePath) => { answer: Uint8Array | null } | null = () => null;
  /** Round trips, those that carry entries included. */
  roundTrips = 0;
  /** Bytes of all bodies in both directions, */
  bytes = 0;
  /** and of those the entries. */
  entryBytes = 0;

  constructor(components: MeetingComponents, settings: Capacity) {
    this.#parts = components;
    this.#settings = settings;
    const { answering, theirClock = components.clock, pause } = components;
    this.#server = new ReconcileServer({ state: () => answering, clock: theirClock, pause }, settings);
  }

  get send(): Send {
    return async (path, body) => {
      this.#parts.onRequest?.(path);
      const other = this.intercept(path);
      const answer = other === null ? await this.#server.answer(path, body) : other.answer;
      this.#count(body.length + (answer?.length ?? 0));
      return answer;
    };
  }

  /** Finds out what differs and exchanges it. */
  reconcile(): Promise<Outcome> {
    const { asking, answering, pause } = this.#parts;
    const client = new ReconcileClient({ state: () => asking, pause });
    return client.run(answering.digest, { send: this.send, onMissing: (missing) => this.#exchange(missing) });
  }

  async compare(): Promise<{ fault: DescentFault | null; found: StateDifference[] }> {
    const { asking, clock, pause } = this.#parts;
    const found: StateDifference[] = [];
    const onPage = (page: StateDifference[]): Promise<boolean> => Promise.resolve(found.push(...page) > 0);
    const components = { state: () => asking, clock, pause };
    const fault = await compareStates(components, this.#settings, { send: this.send, onPage });
    return { fault, found };
  }

  async #exchange({ want, give }: Missing): Promise<boolean> {
    const { asking, answering } = this.#parts;
    const onEntries = (body: Uint8Array): Promise<boolean> => this.#merge(asking, answering, body);
    if (!(await fetchEntries(want, { send: this.send, onEntries }))) return false;
    const given = give.map((key) => asking.get(key)).filter((entry) => entry !== null);
    if (given.length === 0) return true;
    const body = encodeEntries(given);
    this.#count(body.length);
    return this.#merge(answering, asking, body);
  }

  /** What falls below a grave is told back (ST9). */
  async #merge(side: State, sender: State, body: Uint8Array): Promise<boolean> {
    const decoded = await decodeEntries(body, this.#parts.pause);
    if (!decoded.ok) return false;
    sender.mergeGraves(side.merge(decoded.value.entries).graves);
    this.entryBytes += body.length;
    return true;
  }

  #count(bytes: number): void {
    this.roundTrips += 1;
    this.bytes += bytes;
  }
}
