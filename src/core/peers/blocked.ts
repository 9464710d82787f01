import type { NodeId } from '../../shared/model.ts';
import type { Endpoint, PeerResponse } from '../ports.ts';
import { decodeUtf8, encodeUtf8 } from '../state/utf8.ts';
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

const TOLD = JSON.stringify({ error: 'The user of this machine has blocked yours' });

/** What a machine answers to one that its user has blocked: without a `Grapevine` header, it tells nothing of itself. */
export const BLOCKED_ANSWER: PeerResponse = { status: 403, grapevine: null, body: encodeUtf8(TOLD) };

export const BLOCKED_THERE = 'It has blocked this machine';

/** Whether this is {@link BLOCKED_ANSWER}: other web servers answer 403 too. */
export const saysBlocked = ({ status, body }: PeerResponse): boolean =>
  status === BLOCKED_ANSWER.status && decodeUtf8(body) === TOLD;
