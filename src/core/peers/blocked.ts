import type { NodeId } from '../../shared/model.ts';
import type { Endpoint } from '../ports.ts';
import type { Peer } from './peer.ts';

/** A machine that the user blocked (PD4). */
export interface Blocked {
  id: NodeId;
  name: string;
  endpoint: Endpoint;
  /** Wall clock. */
  since: number;
}

export const isBlocked = (peer: Peer | null): boolean => peer?.state.kind === 'blocked';

/** What a machine answers to one that its user has blocked, without a `Grapevine` header. */
export const BLOCKED_STATUS = 403;
export const BLOCKED_THERE = 'It has blocked this machine';
