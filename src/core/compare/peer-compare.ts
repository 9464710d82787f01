import type { PeerComparison, StateDifference } from '../../shared/peer-comparison.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { CompareOptions } from '../node-api.ts';
import type { Pause } from '../pause.ts';
import type { Peer } from '../peers/peer.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Clock } from '../ports.ts';
import { compareStates } from '../reconcile/compare-states.ts';
import type { Send } from '../reconcile/paths.ts';
import type { Capacity } from '../state/room.ts';
import type { State } from '../state/state.ts';
import type { Exchange } from '../sync/exchange.ts';
import {
  faultSentence,
  foundWords,
  NO_ANSWER,
  NOT_LISTED,
  obstacle,
  STOPPED,
  unusableSentence,
} from './compare-words.ts';
import { Gathering } from './gathering.ts';

/** Of keys and values in one comparison: it goes to the window in one message. */
const MAX_BYTES = 4 * 1024 * 1024;

export interface PeerCompareComponents {
  clock: Clock;
  pause: Pause;
  table: PeerTable;
  exchange: Exchange;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
}

/** Finds out for people where a peer's state differs from ours, and changes neither (RE4). */
export class PeerCompare {
  readonly #parts: PeerCompareComponents;
  readonly #settings: Capacity;

  constructor(components: PeerCompareComponents, settings: Capacity) {
    this.#parts = components;
    this.#settings = settings;
  }

  /** The error is a plain sentence. */
  async run(rowId: string, options: CompareOptions): Promise<Result<PeerComparison, string>> {
    const peer = this.#parts.table.get(rowId);
    if (peer === null) return err(NOT_LISTED);
    const reason = obstacle(peer);
    return reason === null ? this.#compare(peer, options) : err(reason);
  }

  async #compare(peer: Peer, { limit, onFound, goesOn }: CompareOptions): Promise<Result<PeerComparison, string>> {
    const gathering = new Gathering({ limit, maxBytes: MAX_BYTES });
    let unanswered = NO_ANSWER;
    const onUnusable = (status: number): void => {
      unanswered = unusableSentence(status);
    };
    const onPage = (page: StateDifference[]): Promise<boolean> => {
      const isRoom = gathering.take(page);
      onFound(gathering.count);
      return Promise.resolve(isRoom && goesOn());
    };
    const send = this.#sendTo(peer, goesOn, onUnusable);
    const fault = await compareStates(this.#parts, this.#settings, { send, onPage });
    if (!goesOn()) return err(STOPPED);
    if (fault !== null && !gathering.more) return err(faultSentence(fault, unanswered));
    this.#parts.exchange.note(peer, 'pull', foundWords(gathering), null);
    return ok(this.#outcome(peer, gathering));
  }

  #sendTo(peer: Peer, goesOn: () => boolean, onUnusable: (status: number) => void): Send {
    return async (path, body) => {
      if (!goesOn()) return null;
      const answer = await this.#parts.exchange.insist(peer, 'pull', { method: 'POST', path, body });
      if (!answer.ok) return null;
      const { status, body: bytes } = answer.value.response;
      if (status === 200) return bytes;
      onUnusable(status);
      return null;
    };
  }

  /** Each of its answers said what the peer held then: equal is only what is so by the last of them. */
  #outcome({ report }: Peer, gathering: Gathering): PeerComparison {
    const { digest } = this.#parts.state();
    return {
      differences: gathering.inKeyOrder(),
      more: gathering.more,
      digest: gathering.count === 0 && report?.digest === digest ? digest : null,
      time: this.#parts.clock.now(),
    };
  }
}
