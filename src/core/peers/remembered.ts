import type { Facts } from '../facts.ts';
import type { PeerProvider, Scheduler, StoredFacts } from '../ports.ts';
import { endpointText } from './endpoint.ts';
import { createListProvider } from './list-provider.ts';
import type { Peer } from './peer.ts';
import type { PeerTable } from './peer-table.ts';

type RememberedPeer = StoredFacts['peers'][number];

/** Most peers remembered (LM1). */
export const MAX_REMEMBERED = 256;
/** How often the list is made anew: the first time before the facts of a run are first stored. */
const LOOK_MS = 20_000;

/** The peers of last time (PD1): each is a candidate at start and at every refresh. `peers` tells the list as it is at that time. */
export const createRememberedProvider = (peers: () => readonly RememberedPeer[]): PeerProvider =>
  createListProvider('remembered', peers);

export interface PeerMemoryComponents {
  scheduler: Scheduler;
  table: Pick<PeerTable, 'alive'>;
  facts: Pick<Facts, 'current' | 'update'>;
}

/** Keeps the list of peers to try again at the next start (PD1). */
export class PeerMemory {
  readonly #parts: PeerMemoryComponents;
  #isRunning = false;
  #cancelTimer = (): void => undefined;

  constructor(components: PeerMemoryComponents) {
    this.#parts = components;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#lookLater();
  }

  /** To be called while the table still knows who is there. */
  stop(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#cancelTimer();
    this.#look();
  }

  #lookLater(): void {
    this.#cancelTimer = this.#parts.scheduler.after(LOOK_MS, () => {
      this.#look();
      this.#lookLater();
    });
  }

  /** Another order alone is not worth storing. */
  #look(): void {
    const { table, facts } = this.#parts;
    const before = facts.current.peers;
    const peers = peersToRemember(table.alive(), before);
    if (!isSameSet(peers, before)) facts.update({ peers });
  }
}

/**
 * Those that are there, heard last first; behind them those that were there at other times or, on a laptop, at other places, while there is
 * room. Of two at one address the newer counts. Peers without an id are not native and are not remembered.
 */
export function peersToRemember(alive: readonly Peer[], before: readonly RememberedPeer[]): RememberedPeer[] {
  const newestFirst = [...alive].sort((a, b) => (b.heardAt ?? -Infinity) - (a.heardAt ?? -Infinity));
  const now = newestFirst.flatMap(({ id, name, endpoint }) => (id === null ? [] : [{ id, name, ...endpoint }]));
  const kept: RememberedPeer[] = [];
  const known = new Set<string>();
  for (const peer of [...now, ...before]) {
    if (kept.length === MAX_REMEMBERED) break;
    const address = endpointText(peer);
    if (known.has(peer.id) || known.has(address)) continue;
    known.add(peer.id).add(address);
    kept.push(peer);
  }
  return kept;
}

function isSameSet(a: readonly RememberedPeer[], b: readonly RememberedPeer[]): boolean {
  const texts = new Set(b.map(textOf));
  return a.length === b.length && a.every((peer) => texts.has(textOf(peer)));
}

const textOf = ({ id, name, host, port }: RememberedPeer): string => JSON.stringify([id, name, host, port]);
