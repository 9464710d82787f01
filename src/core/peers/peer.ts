import type { Digest, ExchangeView, FoundBy, NodeId, PeerState, PeerView, StartId } from '../../shared/model.ts';
import type { Endpoint } from '../ports.ts';
import { endpointText } from './endpoint.ts';

/** What a peer last said of its state, and what ours was when we heard it. */
export interface Report {
  digest: Digest;
  ours: Digest;
  /** Monotonic ms. */
  at: number;
}

/** All that is known of a peer. Owned by the peer table; others read it. */
export interface Peer {
  rowId: string;
  /** Null until it answered `hello`. */
  id: NodeId | null;
  startId: StartId | null;
  name: string;
  program: string | null;
  /** What its last `hello` said: whether it was in touch with others within 80 days (ST10), and how many entries it held. */
  isInTouch: boolean;
  entriesSaid: number;
  endpoint: Endpoint;
  state: PeerState;
  foundBy: Set<FoundBy>;
  /** When anything was last heard: monotonic ms, and wall clock for people. */
  heardAt: number | null;
  heardTime: number | null;
  /** Requests that failed since one succeeded or something was heard. */
  failures: number;
  /** Exchanges in a row that took too long. */
  timeouts: number;
  rttMs: number | null;
  clockOffsetMs: number | null;
  report: Report | null;
  /** Newest first. */
  exchanges: ExchangeView[];
  cancelRetry: () => void;
}

const noRetry = (): void => undefined;

export function newPeer(id: NodeId | null, endpoint: Endpoint, name: string): Peer {
  return {
    rowId: id ?? endpointText(endpoint),
    id,
    startId: null,
    name,
    program: null,
    isInTouch: false,
    entriesSaid: 0,
    endpoint,
    state: { kind: 'connecting' },
    foundBy: new Set(),
    heardAt: null,
    heardTime: null,
    failures: 0,
    timeouts: 0,
    rttMs: null,
    clockOffsetMs: null,
    report: null,
    exchanges: [],
    cancelRetry: noRetry,
  };
}

/** The peer as the window shows it. */
export function peerView(peer: Peer, version: PeerView['version']): PeerView {
  const { rowId, id, name, endpoint, state, foundBy, report, heardTime, rttMs, clockOffsetMs, program, exchanges } =
    peer;
  return {
    rowId,
    id,
    name,
    host: endpoint.host,
    port: endpoint.port,
    state,
    foundBy: [...foundBy],
    version,
    digest: report?.digest ?? null,
    lastHeard: heardTime,
    rttMs,
    clockOffsetMs,
    program,
    exchanges,
  };
}
