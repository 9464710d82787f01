import type { Key, Notice } from '../../shared/model.ts';
import type { Peer } from '../peers/peer.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Facts } from '../facts.ts';
import type { Clock, Logger, Scheduler, Storage } from '../ports.ts';
import type { Commits } from '../state/commits.ts';
import type { State } from '../state/state.ts';
import { countOf } from './words.ts';

const DAY_MS = 24 * 3600 * 1000;
/** After so long without contact this node's state may hold what everybody else has deleted and forgotten: graves last 90 days (ST10). */
export const LONG_ABSENCE_MS = 80 * DAY_MS;
/** How long somebody who was not away is waited for, before the state is shared with those who were. */
const WAIT_MS = 10_000;
/** Pause after a comparison that failed. */
const RETRY_MS = 10_000;

export interface AbsenceComponents {
  clock: Clock;
  scheduler: Scheduler;
  logger: Logger;
  storage: Pick<Storage, 'setAside'>;
  /** Keeps the last contact over restarts. */
  facts: Pick<Facts, 'current' | 'update'>;
  table: PeerTable;
  commits: Commits;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
  /** Fetches and merges all that the peer holds; calls back with the keys of each page. False when it did not come to the end. */
  fetchAll: (peer: Peer, onKeys: (keys: Key[]) => void) => Promise<boolean>;
  notice: (id: string, notice: Omit<Notice, 'id'>) => void;
}

/**
 * Knows when this node last agreed with others, and deals with a long absence (ST10): before it shares its state again, it compares with
 * somebody who was there. What that peer lacks and what is older than the absence was deleted meanwhile, or is an exception that a person has
 * to look at: it is set aside in a file.
 *
 *   in touch ──80 days without contact──▶ away ──compared, or nobody there who was not away──▶ in touch
 */
export class Absence {
  readonly #parts: AbsenceComponents;
  /** When this node, while away, first met anybody: monotonic ms. */
  #metAt: number | null = null;
  /** Peers that were away themselves, or never in touch, when they were met. */
  readonly #alsoAway = new Set<string>();
  #nextTryAt = -Infinity;
  #isComparing = false;

  constructor(components: AbsenceComponents) {
    this.#parts = components;
  }

  /** Whether this node has yet to compare before it shares its state. */
  get isAway(): boolean {
    const lastContact = this.#lastContact;
    return lastContact !== null && this.#parts.clock.now() - lastContact >= LONG_ABSENCE_MS;
  }

  /** Whether what this node lacks tells something: it agreed with somebody within 80 days. */
  get isInTouch(): boolean {
    return this.#lastContact !== null && !this.isAway;
  }

  /** This node has what a peer has: by a comparison, or because all of it was fetched. */
  contact(): void {
    if (this.isAway) return;
    this.#inTouch();
  }

  get #lastContact(): number | null {
    return this.#parts.facts.current.lastContact;
  }

  /** Instead of pulling, while away. */
  async meet(peer: Peer): Promise<void> {
    const now = this.#parts.scheduler.monotonicMs();
    this.#metAt ??= now;
    if (!peer.isInTouch || peer.entriesSaid === 0) this.#alsoAway.add(peer.rowId);
    if (this.#isComparing || now < this.#nextTryAt) return;
    if (!this.#alsoAway.has(peer.rowId)) await this.#compare(peer);
    else if (now - this.#metAt >= WAIT_MS && !this.#someoneWasThere()) this.#inTouch();
  }

  #someoneWasThere(): boolean {
    return this.#parts.table.alive().some((peer) => !this.#alsoAway.has(peer.rowId));
  }

  async #compare(peer: Peer): Promise<void> {
    const since = this.#lastContact ?? 0;
    this.#isComparing = true;
    const isDone = await this.#compareSince(peer, since);
    this.#isComparing = false;
    if (isDone) this.#inTouch();
    else this.#nextTryAt = this.#parts.scheduler.monotonicMs() + RETRY_MS;
  }

  /** A clock that is wrong makes no absence: the peer's, heard just now, counts too. */
  #isAwayBy({ clockOffsetMs }: Peer): boolean {
    const theirs = this.#parts.clock.now() + (clockOffsetMs ?? 0);
    return theirs - (this.#lastContact ?? theirs) >= LONG_ABSENCE_MS;
  }

  async #compareSince(peer: Peer, since: number): Promise<boolean> {
    const suspects = new Set<Key>();
    for (const { key, ts } of this.#parts.state().all()) if (ts < since) suspects.add(key);
    const isComplete = await this.#parts.fetchAll(peer, (keys) => {
      for (const key of keys) suspects.delete(key);
    });
    if (!isComplete || !this.#isAwayBy(peer)) return isComplete;
    return this.#setAside(peer, suspects, since);
  }

  /** First into the file, then out of the state: nothing is lost in between. */
  async #setAside(peer: Peer, suspects: ReadonlySet<Key>, since: number): Promise<boolean> {
    const { commits, storage, notice, state, logger } = this.#parts;
    const held = [...suspects].map((key) => state().get(key)).filter((entry) => entry !== null);
    const entries = held.filter(({ ts, deleted }) => ts < since && !deleted);
    if (entries.length === 0) return true;
    const file = await storage.setAside(entries);
    if (!file.ok) {
      const text = `This machine was away for long and shares nothing until it has set aside what others lack: ${file.error.detail}`;
      notice('absence', { severity: 'error', text });
      return false;
    }
    logger.warn('entries-set-aside', { count: entries.length, peer: peer.name, file: file.value });
    await commits.takeOut(
      entries.map(({ key }) => key),
      { kind: 'set-aside', file: file.value, peer: peer.name },
    );
    notice('absence', { severity: 'warning', text: setAsideText(entries.length, peer.name, file.value) });
    return true;
  }

  /** A first contact and the end of an absence are stored at once: a crash must not take them back. */
  #inTouch(): void {
    const { clock, facts } = this.#parts;
    const isNews = !this.isInTouch;
    this.#metAt = null;
    this.#alsoAway.clear();
    facts.update({ lastContact: clock.now() }, isNews ? 'now' : 'soon');
  }
}

const setAsideText = (count: number, peer: string, file: string): string =>
  `This machine was away for more than 80 days. ${countOf(count, 'entry')} that ${peer} does not have, written before that, ` +
  `${count === 1 ? 'was' : 'were'} set aside in ${file}. Import the file to bring them back.`;
