import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PeerView } from '../../../shared/model.ts';
import { formatAddress } from '../../../shared/address.ts';
import { peerLook } from '../format/peer-words.ts';

/** What the user looks at in Peers. */
export interface PeerListState {
  filter: string;
  /** The selected row; its drawer is open. */
  selected: PeerView | null;
  activeIndex: number;
}

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Peers whose name, address or state contains the filter, by name. */
export function visiblePeers(peers: Iterable<PeerView>, filter: string): PeerView[] {
  const part = filter.trim().toLowerCase();
  return [...peers].filter((peer) => part === '' || searchText(peer).includes(part)).sort(compare);
}

function searchText(peer: PeerView): string {
  return [peer.name, formatAddress(peer.host, peer.port), peerLook(peer).words].join('\n').toLowerCase();
}

function compare(a: PeerView, b: PeerView): number {
  return byName.compare(peerTitle(a), peerTitle(b)) || (a.rowId < b.rowId ? -1 : 1);
}

/** What a peer is called: its name, or its address until it told one. */
export function peerTitle(peer: PeerView): string {
  return peer.name === '' ? formatAddress(peer.host, peer.port) : peer.name;
}

export class PeerList {
  readonly store: StoreApi<PeerListState> = createStore(() => ({
    filter: '',
    selected: null as PeerView | null,
    activeIndex: -1,
  }));

  setFilter(filter: string): void {
    this.store.setState({ filter, activeIndex: -1 });
  }

  /** Opens a peer's drawer; null closes it. */
  select(selected: PeerView | null, activeIndex = this.store.getState().activeIndex): void {
    this.store.setState({ selected, activeIndex });
  }

  /** Moves the keyboard; an open drawer goes along to `peer`. */
  activate(activeIndex: number, peer: PeerView | null): void {
    this.store.setState(peer ? { activeIndex, selected: peer } : { activeIndex });
  }

  /** Follows the selected peer: a row gets another id once the machine at its address has told its own. */
  follow(peers: ReadonlyMap<string, PeerView>): void {
    const { selected } = this.store.getState();
    if (!selected) return;
    const same = peers.get(selected.rowId) ?? samePlace(peers, selected);
    if (same !== selected) this.store.setState({ selected: same });
  }
}

function samePlace(peers: ReadonlyMap<string, PeerView>, { host, port }: PeerView): PeerView | null {
  return [...peers.values()].find((peer) => peer.host === host && peer.port === port) ?? null;
}
