/** What a node is made from, and of which parts it then consists. */
import type { Changeset, Delivery, NodeId, StartId } from '../shared/model.ts';
import type { NodeStatus } from './node-api.ts';
import type { Agents } from './c19/agents.ts';
import type { PeerCompare } from './compare/peer-compare.ts';
import type { Facts } from './facts.ts';
import type { GroupComponents, GroupParts } from './group/group-parts.ts';
import type { Notices } from './notices.ts';
import type { AgreementContext } from './peers/agreement.ts';
import type { ClockCheck } from './peers/clock-check.ts';
import type { Greeter } from './peers/greeter.ts';
import type { Peer } from './peers/peer.ts';
import type { PeerTable } from './peers/peer-table.ts';
import type { PeerMemory } from './peers/remembered.ts';
import type { Clock, Logger, PeerProvider, Random, Scheduler, Storage, StoredState, Transport } from './ports.ts';
import type { TimeTravel } from './past/time-travel.ts';
import type { Self } from './self.ts';
import type { Commits } from './state/commits.ts';
import type { State } from './state/state.ts';
import type { Xxh64 } from './state/xxh64.ts';
import type { Absence } from './sync/absence.ts';
import type { AfterCut } from './sync/after-cut.ts';
import type { Broadcast } from './sync/broadcast.ts';
import type { Deliveries } from './sync/deliveries.ts';
import type { Exchange } from './sync/exchange.ts';
import type { Learned } from './sync/learned.ts';
import type { PeerServer } from './sync/peer-server.ts';
import type { Probes } from './sync/probes.ts';
import type { Publisher } from './sync/publisher.ts';
import type { Receiver } from './sync/receiver.ts';

export interface NodeComponents {
  clock: Clock;
  scheduler: Scheduler;
  random: Random;
  logger: Logger;
  transport: Transport;
  providers: PeerProvider[];
  storage: Storage;
  xxh64: Xxh64;
  /** The private group that the node belongs to; null is an open group (GR7). @default null */
  group?: GroupComponents | null;
}

export interface NodeIdentity {
  id: NodeId;
  /** Program name and version, shown to peers: `Grapevine 0.1.0`. */
  program: string;
}

export interface EngineEvents {
  onCommit: (changeset: Changeset) => void;
  onPeer: (peer: Peer) => void;
  onPeerGone: (rowId: string) => void;
  /** More is known of who has one of this machine's changesets (PB6). */
  onDelivery: (seq: number, delivery: Delivery) => void;
  /** Something that the status may depend on happened. */
  onStatus: () => void;
  /** The group's keys are others now (GR5). */
  onKeys: () => void;
  /** Another view of who is about without belonging to the group. */
  onOutsiders: () => void;
  /** Another live node has our id (PD3). */
  onClone: (theirs: StartId) => void;
}

/** The parts of a node, wired; nothing runs yet. */
export interface Engine {
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
  /** With what requests go through: sealed in a private group (GR3). */
  group: GroupParts;
  /** Takes over what storage holds, before anything runs. */
  load: StoredState;
  loaded: () => void;
  self: Self;
  notices: Notices;
  clockCheck: ClockCheck;
  commits: Commits;
  past: TimeTravel;
  absence: Absence;
  facts: Facts;
  peerMemory: PeerMemory;
  table: PeerTable;
  greeter: Greeter;
  exchange: Exchange;
  publisher: Publisher;
  broadcast: Broadcast;
  probes: Probes;
  deliveries: Deliveries;
  learned: Learned;
  afterCut: AfterCut;
  agents: Agents;
  receiver: Receiver;
  peerCompare: PeerCompare;
  server: PeerServer;
  agreement: () => AgreementContext;
  sync: () => NodeStatus['sync'];
}
