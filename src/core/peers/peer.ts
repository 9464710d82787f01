import type {
  C19Version,
  Digest,
  ExchangeView,
  FoundBy,
  NodeId,
  PeerKind,
  PeerState,
  PeerView,
  StartId,
} from '../../shared/model.ts';
import type { Endpoint } from '../ports.ts';
import type { GrapevineHeader } from '../sync/grapevine-header.ts';
import { endpointText } from './endpoint.ts';

/** What a peer last said of its state, and what ours was when we heard it. */
export interface Report {
  digest: Digest;
  ours: Digest;
  /** Monotonic ms. */
  at: number;
}

/** What a C19 agent last said of its state, and what ours was when we heard it. */
export interface AgentReport {
  version: C19Version;
  ours: C19Version;
  /** Nothing but what has expired on one side was found to differ (PD7). */
  differsByExpiryOnly: boolean;
  /** Monotonic ms. */
  at: number;
}

/** What an answered exchange taught about a peer. */
export interface Sighting {
  header: GrapevineHeader;
  /** Null when the peer called us. */
  rttMs: number | null;
}

/** What is known of a peer that is a C19 agent (C1). */
export interface AgentFacts {
  /** Whether this node is the one that serves it (C1.3): only then something is heard of it regularly. */
  isServed: boolean;
  report: AgentReport | null;
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
  /** Where it is asked. */
  endpoint: Endpoint;
  /** Where it has answered besides: the next to be tried first (PD1). */
  otherEndpoints: readonly Endpoint[];
  state: PeerState;
  foundBy: Set<FoundBy>;
  /** When anything was last heard: monotonic ms, and wall clock for people. */
  heardAt: number | null;
  heardTime: number | null;
  /** Requests that failed since one succeeded or something was heard. */
  failures: number;
  /** Retries that were made since one succeeded or something was heard, and when the next is due: monotonic ms, null when none is. */
  retries: number;
  retryAt: number | null;
  /** When it was heard again after a silence in which requests failed: monotonic ms. */
  returnedAt: number;
  /** Exchanges in a row that took too long. */
  timeouts: number;
  rttMs: number | null;
  clockOffsetMs: number | null;
  /** When the offset was measured, monotonic ms, and where this machine's wall clock stood against that (PD5). */
  clockMeasured: { at: number; base: number } | null;
  report: Report | null;
  /** Since when, as far as is known, it has been in the state that it reported last: monotonic ms. */
  digestSince: number;
  /** Null unless it is a C19 agent. */
  agent: AgentFacts | null;
  /** Addresses of the C19 agents that it announces (C1.3). */
  announces: readonly string[];
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
    otherEndpoints: [],
    state: { kind: 'connecting' },
    foundBy: new Set(),
    heardAt: null,
    heardTime: null,
    failures: 0,
    retries: 0,
    retryAt: null,
    returnedAt: -Infinity,
    timeouts: 0,
    rttMs: null,
    clockOffsetMs: null,
    clockMeasured: null,
    report: null,
    digestSince: -Infinity,
    agent: null,
    announces: [],
    exchanges: [],
    cancelRetry: noRetry,
  };
}

/** What the peer runs; null until it answered. */
function kindOf({ agent, id }: Peer): PeerKind | null {
  if (agent !== null) return 'c19';
  return id === null ? null : 'native';
}

/** The peer as the window shows it. */
export function peerView(peer: Peer, version: PeerView['version']): PeerView {
  const {
    rowId,
    id,
    name,
    endpoint,
    otherEndpoints,
    state,
    foundBy,
    report,
    heardTime,
    rttMs,
    clockOffsetMs,
    program,
    exchanges,
  } = peer;
  return {
    rowId,
    kind: kindOf(peer),
    id,
    name,
    host: endpoint.host,
    port: endpoint.port,
    otherAddresses: otherEndpoints.map(endpointText),
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
