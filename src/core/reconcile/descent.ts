import type { Key } from '../../shared/model.ts';
import type { Pause } from '../pause.ts';
import { ByteWriter } from './bytes.ts';
import { differingChildren, DigestTrie, type Listed, type ReconcileView } from './digest-trie.ts';
import { Effort } from './effort.ts';
import { wireHash } from './key-hash.ts';
import {
  MAX_ITEM_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_QUESTIONS,
  readAnswer,
  writeQuestion,
  type Answer,
  type Question,
  type Reply,
} from './messages.ts';
import { RECONCILE_PATH, type Send } from './paths.ts';
import { FANOUT, type Prefix } from './prefix.ts';

/** Differences that are handed over together. */
const MAX_BATCH = 1_000;
/** More than a million different entries on either side take: whoever asks for more is no honest peer. */
const MAX_ROUND_TRIPS = 4_096;
const MAX_PENDING = 262_144;

/** A key that the two sides do not hold alike; at least one of them holds it. */
export interface Difference {
  /** Null when it is not held here: what is known of it is in `theirs`. */
  key: Key | null;
  /** Null when the peer does not hold it. */
  theirs: Listed | null;
}

/** Why a descent ended before its end. */
export type DescentFault = 'no-answer' | 'malformed' | 'too-much' | 'stopped';

export interface DescentComponents {
  state: () => ReconcileView;
  pause: Pause;
  send: Send;
  /** Takes some differences in hash order, at most {@link MAX_BATCH}. False stops the descent. */
  onDifferences: (differences: Difference[]) => Promise<boolean>;
}

/**
 * Finds the keys that two states do not hold alike, going down the trie where digests differ (RE1). The asking side sends its own digests of a
 * prefix's children, the answering side those of the differing children's children: two levels a round trip. It goes down one side first, so that
 * what is yet to be asked stays little. Both states may change meanwhile.
 */
export class Descent {
  readonly #parts: DescentComponents;
  readonly #trie: DigestTrie;
  readonly #effort: Effort;
  /** Prefixes that are yet to be asked about, the first in hash order last. */
  #pending: Prefix[] = [''];
  #batch: Difference[] = [];
  #roundTrips = 0;

  constructor(components: DescentComponents) {
    this.#parts = components;
    this.#trie = new DigestTrie(components.state);
    this.#effort = new Effort({ counter: this.#trie, pause: components.pause });
  }

  get roundTrips(): number {
    return this.#roundTrips;
  }

  /** Null when it came to its end. */
  async run(): Promise<DescentFault | null> {
    while (this.#pending.length > 0) {
      if (this.#roundTrips >= MAX_ROUND_TRIPS || this.#pending.length > MAX_PENDING) return 'too-much';
      const fault = await this.#ask();
      if (fault !== null) return fault;
    }
    return (await this.#handOver()) ? null : 'stopped';
  }

  async #ask(): Promise<DescentFault | null> {
    const { questions, body } = await this.#nextQuestions();
    this.#roundTrips += 1;
    const bytes = await this.#parts.send(RECONCILE_PATH, body);
    if (bytes === null) return 'no-answer';
    const answer = readAnswer(bytes);
    const replies = answer === null ? null : matchReplies(questions, answer);
    if (answer === null || replies === null) return 'malformed';
    this.#postpone(questions.slice(answer.dealt).map(({ prefix }) => prefix));
    return this.#takeAll(replies);
  }

  /** As many questions as fit one message. */
  async #nextQuestions(): Promise<{ questions: Question[]; body: Uint8Array }> {
    const questions: Question[] = [];
    const writer = new ByteWriter();
    while (questions.length < MAX_QUESTIONS && writer.length <= MAX_MESSAGE_BYTES - MAX_ITEM_BYTES) {
      const prefix = this.#pending.pop();
      if (prefix === undefined) break;
      const question = { prefix, children: this.#trie.hasFew(prefix) ? null : this.#trie.children(prefix) };
      writeQuestion(writer, question);
      questions.push(question);
      if (this.#effort.step()) await this.#effort.rest();
    }
    return { questions, body: writer.finish() };
  }

  /** Prefixes in hash order that come before all that are pending. */
  #postpone(prefixes: Prefix[]): void {
    for (const prefix of prefixes.toReversed()) this.#pending.push(prefix);
  }

  async #takeAll(replies: Reply[]): Promise<DescentFault | null> {
    const deeper: Prefix[] = [];
    for (const reply of replies) {
      if (reply.kind === 'children') {
        const ours = this.#trie.children(reply.prefix);
        for (const child of differingChildren(reply.prefix, ours, reply.children)) deeper.push(child);
      } else if (!(await this.#takeListing(reply.prefix, reply.listing))) return 'stopped';
      if (this.#effort.step()) await this.#effort.rest();
    }
    this.#postpone(deeper);
    return null;
  }

  /** False when it is to stop. */
  async #takeListing(prefix: Prefix, listing: Listed[]): Promise<boolean> {
    const unmatched = new Map(listing.map((listed) => [listed.keyHash, listed]));
    for (const { hash, key } of this.#trie.below(prefix)) {
      const keyHash = wireHash(hash);
      const theirs = unmatched.get(keyHash) ?? null;
      unmatched.delete(keyHash);
      const ours = this.#parts.state().get(key);
      if (ours !== null && ours.hash !== theirs?.hash && !(await this.#add({ key, theirs }))) return false;
      if (this.#effort.step()) await this.#effort.rest();
    }
    for (const theirs of unmatched.values()) if (!(await this.#add({ key: null, theirs }))) return false;
    return true;
  }

  async #add(difference: Difference): Promise<boolean> {
    this.#batch.push(difference);
    return this.#batch.length < MAX_BATCH || this.#handOver();
  }

  async #handOver(): Promise<boolean> {
    const batch = this.#batch;
    this.#batch = [];
    return batch.length === 0 || this.#parts.onDifferences(batch);
  }
}

/** The replies, if each belongs to one of the questions dealt with; null for anything else. */
function matchReplies(questions: Question[], { dealt, replies }: Answer): Reply[] | null {
  if (dealt === 0 || dealt > questions.length) return null;
  let at = 0;
  for (const { prefix, children } of questions.slice(0, dealt)) {
    const first = at;
    while (at - first < (children === null ? 1 : FANOUT) && isReplyTo(prefix, children !== null, replies[at])) at += 1;
    if (children === null && at === first) return null;
  }
  return at === replies.length ? replies : null;
}

const isReplyTo = (prefix: Prefix, toChildren: boolean, reply: Reply | undefined): boolean =>
  reply?.prefix.length === prefix.length + (toChildren ? 1 : 0) && reply.prefix.startsWith(prefix);
