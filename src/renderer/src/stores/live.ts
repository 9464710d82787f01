import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppEvent, LiveStatus, Snapshot } from '../../../shared/ipc.ts';
import type { Notice, Outsiders, PeerView, SelfView } from '../../../shared/model.ts';
import { assertNever } from '../../../shared/result.ts';

/** What the frame and Peers show. Null until the first snapshot. */
export interface LiveState {
  self: SelfView | null;
  live: LiveStatus | null;
  /** By row id. */
  peers: ReadonlyMap<string, PeerView>;
  /** Machines that do not belong to the group. */
  outsiders: Outsiders;
  /** Why there is nothing to show yet. */
  failure: string | null;
}

export type LiveStore = StoreApi<LiveState>;

export function createLiveStore(): LiveStore {
  return createStore<LiveState>(() => ({
    self: null,
    live: null,
    peers: new Map(),
    outsiders: { strangers: [], others: 0 },
    failure: null,
  }));
}

export function fromSnapshot(snapshot: Snapshot): LiveState {
  return {
    self: snapshot.self,
    live: snapshot.live,
    peers: new Map(snapshot.peers.map((peer) => [peer.rowId, peer])),
    outsiders: snapshot.outsiders,
    failure: null,
  };
}

/** The state after a batch; the map of peers is a new one only if a peer changed. */
export function withEvents(state: LiveState, events: readonly AppEvent[]): LiveState {
  const next = { ...state };
  let peers: Map<string, PeerView> | null = null;
  for (const event of events) {
    switch (event.kind) {
      case 'live':
        next.live = event.live;
        break;
      case 'self':
        next.self = event.self;
        break;
      case 'peer':
        (peers ??= new Map(state.peers)).set(event.peer.rowId, event.peer);
        break;
      case 'peer-gone':
        (peers ??= new Map(state.peers)).delete(event.rowId);
        break;
      case 'outsiders':
        next.outsiders = event.outsiders;
        break;
      case 'changeset':
      case 'delivery':
        break;
      default:
        assertNever(event);
    }
  }
  return peers ? { ...next, peers } : next;
}

/** Stands for the notices while there is no snapshot. */
export const NO_NOTICES: readonly Notice[] = [];
