import type { EntryView, Key } from '../../shared/model.ts';
import type { DifferenceReason, StateDifference } from '../../shared/peer-comparison.ts';
import type { Pause } from '../pause.ts';
import type { Clock } from '../ports.ts';
import type { Capacity } from '../state/room.ts';
import { compareRank, lossReason } from '../state/entry.ts';
import { keyHash } from '../state/hash.ts';
import { decodeEntries } from '../sync/entry-codec.ts';
import { Descent, type DescentFault, type Difference } from './descent.ts';
import type { ReconcileView } from './digest-trie.ts';
import { fetchEntries } from './fetch-entries.ts';
import { wireHash, type KeyHash } from './key-hash.ts';
import { STANDING_PATH, type Send } from './paths.ts';
import { decodeStandings, encodeAsked, MAX_ASKED } from './standing-messages.ts';
import { askedOf, standingOf, type Asked, type Circumstances, type Standing } from './standing.ts';

/** An entry younger than this may simply be under way. */
const ON_ITS_WAY_MS = 5_000;

export interface CompareComponents {
  state: () => ReconcileView & Circumstances['state'];
  clock: Clock;
  pause: Pause;
}

export interface CompareExchanges {
  send: Send;
  /** Takes some differences, with at most 4 MiB of the peer's values. False ends the comparison. */
  onPage: (page: StateDifference[]) => Promise<boolean>;
}

/** Two entries for one key, before it is known why they differ. */
type Pair = Omit<StateDifference, 'reason'>;

/** Compares our state with a peer's and changes nothing on either side (RE4). Null when it came to its end. */
export const compareStates = (
  components: CompareComponents,
  settings: Capacity,
  exchanges: CompareExchanges,
): Promise<DescentFault | null> => new Comparison(components, settings, exchanges).run();

class Comparison {
  readonly #parts: CompareComponents;
  readonly #settings: Capacity;
  readonly #exchanges: CompareExchanges;
  /** Of an exchange that went wrong between two parts of the descent. */
  #fault: DescentFault | null = null;

  constructor(components: CompareComponents, settings: Capacity, exchanges: CompareExchanges) {
    this.#parts = components;
    this.#settings = settings;
    this.#exchanges = exchanges;
  }

  async run(): Promise<DescentFault | null> {
    const { send } = this.#exchanges;
    const descent = new Descent({ ...this.#parts, send, onDifferences: (found) => this.#take(found) });
    const fault = await descent.run();
    return this.#fault ?? fault;
  }

  async #take(differences: Difference[]): Promise<boolean> {
    const onlyHere: Key[] = [];
    const listed = new Map<KeyHash, Key | null>();
    for (const { key, theirs } of differences) {
      if (theirs !== null) listed.set(theirs.keyHash, key);
      else if (key !== null) onlyHere.push(key);
    }
    return (await this.#tell(onlyHere.map((key) => this.#pair(key, null)))) && this.#takeListed(listed);
  }

  /** Fetches what the peer listed; what it has no more counts as not held. The values are our keys. */
  async #takeListed(listed: Map<KeyHash, Key | null>): Promise<boolean> {
    const onEntries = async (body: Uint8Array): Promise<boolean> => {
      const decoded = await decodeEntries(body, this.#parts.pause);
      if (!decoded.ok) return this.#fail('malformed');
      const entries = decoded.value.entries.filter(({ key }) => listed.delete(wireHash(keyHash(key))));
      return this.#tell(entries.map((theirs) => this.#pair(theirs.key, theirs)));
    };
    const isFetched = await fetchEntries([...listed.keys()], { send: this.#exchanges.send, onEntries });
    if (!isFetched) return this.#fail('no-answer');
    const gone = [...listed.values()].filter((key) => key !== null);
    return this.#tell(gone.map((key) => this.#pair(key, null)));
  }

  #fail(fault: DescentFault): false {
    this.#fault ??= fault;
    return false;
  }

  /** Null when the two have become equal meanwhile. */
  #pair(key: Key, theirs: EntryView | null): Pair | null {
    const ours = this.#parts.state().get(key);
    if (ours?.hash === theirs?.hash) return null;
    const isOurs = ours !== null && (theirs === null || compareRank(ours, theirs) > 0);
    return { key, ours, theirs, ahead: isOurs ? 'ours' : 'theirs' };
  }

  async #tell(found: (Pair | null)[]): Promise<boolean> {
    const pairs = found.filter((pair) => pair !== null);
    for (let at = 0; at < pairs.length; at += MAX_ASKED) {
      const some = pairs.slice(at, at + MAX_ASKED);
      const standings = await this.#standings(some);
      if (standings === null) return false;
      const now = this.#parts.clock.now();
      const page = some.map((pair, i) => ({ ...pair, reason: reasonOf(pair, standings[i] ?? 'welcome', now) }));
      if (!(await this.#exchanges.onPage(page))) return this.#fail('stopped');
    }
    return true;
  }

  /** How each entry that is ahead would fare on the other side; null when the peer does not say. */
  async #standings(pairs: Pair[]): Promise<Standing[] | null> {
    const asked = pairs.flatMap(({ ahead, ours }) => (ahead === 'ours' && ours !== null ? [askedOf(ours)] : []));
    const answered = await this.#askPeer(asked);
    if (answered === null) return null;
    const rest = answered.values();
    return pairs.map(({ ahead, theirs }) => {
      if (ahead === 'ours' || theirs === null) return rest.next().value ?? 'welcome';
      return standingOf(askedOf(theirs), this.#circumstances());
    });
  }

  async #askPeer(asked: Asked[]): Promise<Standing[] | null> {
    if (asked.length === 0) return [];
    const answer = await this.#exchanges.send(STANDING_PATH, encodeAsked(asked));
    const standings = answer === null ? null : decodeStandings(answer);
    if (standings?.length === asked.length) return standings;
    this.#fail(answer === null ? 'no-answer' : 'malformed');
    return null;
  }

  #circumstances(): Circumstances {
    return { state: this.#parts.state(), now: this.#parts.clock.now(), capacity: this.#settings };
  }
}

function reasonOf({ ours, theirs, ahead }: Pair, standing: Standing, now: number): DifferenceReason {
  if (standing === 'expired') return 'expired';
  if (standing === 'future') return 'clock';
  if (standing === 'full') return 'limit';
  const [winner, loser] = ahead === 'ours' ? [ours, theirs] : [theirs, ours];
  if (standing === 'held' || (winner !== null && now - winner.ts < ON_ITS_WAY_MS)) return 'on-its-way';
  if (winner === null || loser === null) return 'missing';
  if (winner.deleted && !loser.deleted) return 'deleted';
  return lossReason(loser, winner) === 'older' ? 'older' : 'lost-tie';
}
