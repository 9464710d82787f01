import type { EntryView } from '../../shared/model.ts';
import type { Pause } from '../pause.ts';
import type { Clock } from '../ports.ts';
import type { Capacity } from '../state/room.ts';
import { MAX_PAGE_BYTES, wireBytes } from '../sync/entry-codec.ts';
import { differingChildren, DigestTrie, type ReconcileView } from './digest-trie.ts';
import { Effort } from './effort.ts';
import { decodeWanted, encodeFetched } from './fetch-messages.ts';
import { AnswerWriter, readQuestions, type Question, type Reply } from './messages.ts';
import { FETCH_PATH, RECONCILE_PATH, STANDING_PATH } from './paths.ts';
import type { Prefix } from './prefix.ts';
import { decodeAsked, encodeStandings } from './standing-messages.ts';
import { standingOf, type Circumstances } from './standing.ts';

/** Keys hashed for one request; what is asked beyond is left for the next. */
const MAX_HASHED_KEYS = 65_536;

export interface ReconcileServerComponents {
  state: () => ReconcileView & Circumstances['state'];
  clock: Clock;
  pause: Pause;
}

/**
 * Answers those who find out where their state differs from ours (RE1, RE4). It keeps nothing between two requests, reads and never changes the
 * state, and does no more for a request than its bounds allow, whatever it asks.
 */
export class ReconcileServer {
  readonly #parts: ReconcileServerComponents;
  readonly #settings: Capacity;
  readonly #trie: DigestTrie;

  constructor(components: ReconcileServerComponents, settings: Capacity) {
    this.#parts = components;
    this.#settings = settings;
    this.#trie = new DigestTrie(components.state);
  }

  /** Null for a malformed body, and for a path that is none of its own. */
  answer(path: string, body: Uint8Array): Promise<Uint8Array | null> {
    switch (path) {
      case RECONCILE_PATH:
        return this.#reconcile(body);
      case FETCH_PATH:
        return this.#fetch(body);
      case STANDING_PATH:
        return Promise.resolve(this.#standing(body));
      default:
        return Promise.resolve(null);
    }
  }

  async #reconcile(body: Uint8Array): Promise<Uint8Array | null> {
    const questions = readQuestions(body);
    if (questions === null) return null;
    const answer = new AnswerWriter();
    const effort = this.#newEffort();
    for (const question of questions) {
      if (answer.isFull || effort.hashedKeys > MAX_HASHED_KEYS) break;
      for (const reply of this.#replies(question)) answer.reply(reply);
      answer.next();
      if (effort.step()) await effort.rest();
    }
    return answer.finish();
  }

  #replies({ prefix, children }: Question): Reply[] {
    if (children === null) return [this.#contents(prefix)];
    const differing = differingChildren(prefix, this.#trie.children(prefix), children);
    return differing.map((child) => this.#contents(child));
  }

  #contents(prefix: Prefix): Reply {
    if (this.#trie.hasFew(prefix)) return { kind: 'listing', prefix, listing: this.#trie.listing(prefix) };
    return { kind: 'children', prefix, children: this.#trie.children(prefix) };
  }

  async #fetch(body: Uint8Array): Promise<Uint8Array | null> {
    const wanted = decodeWanted(body);
    if (wanted === null) return null;
    const effort = this.#newEffort();
    const entries: EntryView[] = [];
    let bytes = 2;
    let dealt = 0;
    for (const keyHash of wanted) {
      const entry = effort.hashedKeys > MAX_HASHED_KEYS ? undefined : this.#trie.find(keyHash);
      if (entry === undefined) break;
      bytes += entry === null ? 0 : wireBytes(entry);
      if (bytes > MAX_PAGE_BYTES && entries.length > 0) break;
      if (entry !== null) entries.push(entry);
      dealt += 1;
      if (effort.step()) await effort.rest();
    }
    return encodeFetched(dealt, entries);
  }

  #standing(body: Uint8Array): Uint8Array | null {
    const asked = decodeAsked(body);
    if (asked === null) return null;
    const circumstances = {
      state: this.#parts.state(),
      now: this.#parts.clock.now(),
      capacity: this.#settings,
    };
    return encodeStandings(asked.map((one) => standingOf(one, circumstances)));
  }

  #newEffort(): Effort {
    return new Effort({ counter: this.#trie, pause: this.#parts.pause });
  }
}
