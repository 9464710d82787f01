import type { SentGrave } from '../../shared/grave.ts';
import type { Key } from '../../shared/model.ts';
import type { Pause } from '../pause.ts';
import type { Peer } from '../peers/peer.ts';
import type { Scheduler } from '../ports.ts';
import { fetchEntries } from '../reconcile/fetch-entries.ts';
import type { Send } from '../reconcile/paths.ts';
import { ReconcileClient, type Missing } from '../reconcile/reconcile-client.ts';
import type { State } from '../state/state.ts';
import type { AfterCut } from './after-cut.ts';
import { encodeEntries, inPages } from './entry-codec.ts';
import type { Exchange } from './exchange.ts';
import { senderOf, type MergeIn } from './merge-in.ts';
import { decodePushAnswer } from './push-answer.ts';
import { countOf } from './words.ts';

/** While either side has just changed, what differs is most likely on its way (RC2). */
const QUIET_MS = 2_000;
/** But then it is looked at all the same, this long after the last time (RC2). */
const BUSY_PAUSE_MS = 10_000;
/** One that takes longer does not hold up those with others. */
const PATIENCE_MS = 2_000;

export interface ReconcilerComponents {
  scheduler: Scheduler;
  pause: Pause;
  exchange: Exchange;
  mergeIn: MergeIn;
  /** Resolves when more can be taken in (LM1). */
  room: () => Promise<void>;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
  /** News from a peer, to be told onward (RC3). */
  learn: (keys: readonly Key[], from: Peer) => void;
  /** Tells the peer what has expired here (ST9). */
  tellGraves: (peer: Peer, graves: SentGrave[]) => void;
  /** Whose turn it is after a cut. */
  afterCut: Pick<AfterCut, 'isTurn' | 'reconciled'>;
  /** What a peer says has expired there (ST9). */
  onGraves: (graves: SentGrave[], peer: Peer) => Promise<void>;
}

/** What came of a reconcile. */
export interface Reconciled {
  /** Every difference that stood during the whole of it was dealt with. */
  isComplete: boolean;
  /** Keys that are others here than before. */
  changed: number;
}

/** Brings this state and a peer's together where neither remembers the other's (RE1): fetches what is missing here, sends what is missing there. */
export class Reconciler {
  readonly #parts: ReconcilerComponents;
  readonly #client: ReconcileClient;
  /** When one with the peer was finished, or was first put off. */
  readonly #lastAt = new WeakMap<Peer, number>();
  #changedAt = -Infinity;
  #underWay = 0;
  #begunAt = -Infinity;

  constructor(components: ReconcilerComponents) {
    this.#parts = components;
    this.#client = new ReconcileClient(components);
  }

  /** The state changed here. */
  committed(): void {
    this.#changedAt = this.#parts.scheduler.monotonicMs();
  }

  /** When the state changed here last: monotonic ms. */
  get changedAt(): number {
    return this.#changedAt;
  }

  /**
   * Whether it is time to reconcile with the peer: one after another, at once when both sides are quiet or it is this node's turn after a cut, otherwise
   * not too often (RC2). A newcomer that is being given the full state is not quiet: or everybody would give it theirs.
   */
  isDue(peer: Peer): boolean {
    const now = this.#parts.scheduler.monotonicMs();
    // What one of many brings, the others need not.
    if (this.#underWay > 0 && now - this.#begunAt < PATIENCE_MS) return false;
    const changedAt = Math.max(this.#changedAt, peer.digestSince);
    if (now - changedAt >= QUIET_MS || this.#parts.afterCut.isTurn(peer)) return true;
    const lastAt = this.#lastAt.get(peer) ?? now;
    this.#lastAt.set(peer, lastAt);
    return now - lastAt >= BUSY_PAUSE_MS;
  }

  async run(peer: Peer): Promise<Reconciled> {
    let changed = 0;
    const onMissing = async (missing: Missing): Promise<boolean> => {
      const fetched = await this.#fetch(peer, missing);
      changed += fetched ?? 0;
      return fetched !== null && (await this.#give(peer, missing.give));
    };
    const send = this.#sendTo(peer);
    this.#underWay += 1;
    this.#begunAt = this.#parts.scheduler.monotonicMs();
    const { fault, wanted, given } = await this.#client
      .run(peer.report?.digest ?? null, { send, onMissing })
      .finally(() => (this.#underWay -= 1));
    this.#lastAt.set(peer, this.#parts.scheduler.monotonicMs());
    const words = `reconciled: fetched ${countOf(wanted, 'entry')}, gave ${countOf(given, 'entry')}`;
    if (fault === null) {
      this.#parts.afterCut.reconciled(peer);
      this.#parts.exchange.note(peer, 'pull', words, null);
    }
    return { isComplete: fault === null, changed };
  }

  #sendTo(peer: Peer): Send {
    return async (path, body) => {
      await this.#parts.room();
      const answer = await this.#parts.exchange.insist(peer, 'pull', { method: 'POST', path, body });
      return answer.ok && answer.value.response.status === 200 ? answer.value.response.body : null;
    };
  }

  /** How many keys that changed here; null when the peer did not give what it listed. */
  async #fetch(peer: Peer, { want }: Missing): Promise<number | null> {
    let changed = 0;
    const onEntries = async (body: Uint8Array): Promise<boolean> => {
      const report = await this.#parts.mergeIn.take(body, senderOf(peer));
      if (!report.ok) return false;
      const { changedKeys, graves } = report.value;
      changed += changedKeys.length;
      this.#parts.learn(changedKeys, peer);
      if (graves.length > 0) this.#parts.tellGraves(peer, graves);
      return true;
    };
    return (await fetchEntries(want, { send: this.#sendTo(peer), onEntries })) ? changed : null;
  }

  /** To this peer, which tells it onward as if it had fetched it (RC3). */
  async #give(peer: Peer, keys: readonly Key[]): Promise<boolean> {
    const { state, exchange, onGraves } = this.#parts;
    const entries = keys.map((key) => state().get(key)).filter((entry) => entry !== null);
    for (const page of inPages(entries)) {
      const message = { method: 'POST', path: '/-/give', body: encodeEntries(page) };
      const answer = await exchange.insist(peer, 'push', message);
      if (!answer.ok) return false;
      const { graves } = decodePushAnswer(answer.value.response.body);
      if (graves.length > 0) await onGraves(graves, peer);
    }
    return true;
  }
}
