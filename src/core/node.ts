/** Joins the parts of the engine into a node. */
import type { NodeId } from '../shared/model.ts';
import type { GrapevineNode } from './node-api.ts';
import type { Clock, Logger, PeerProvider, Random, Scheduler, Storage, Transport } from './ports.ts';
import type { NodeSettings } from './settings.ts';
import type { Xxh64 } from './state/xxh64.ts';

export interface NodeComponents {
  clock: Clock;
  scheduler: Scheduler;
  random: Random;
  logger: Logger;
  transport: Transport;
  providers: PeerProvider[];
  storage: Storage;
  xxh64: Xxh64;
}

export interface NodeIdentity {
  id: NodeId;
  /** Program name and version, shown to peers: `Grapevine 0.1.0`. */
  program: string;
}

export declare function createNode(
  components: NodeComponents,
  identity: NodeIdentity,
  settings: NodeSettings,
): GrapevineNode;
