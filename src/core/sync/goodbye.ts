import type { Peer } from '../peers/peer.ts';
import type { Exchange } from './exchange.ts';

const NO_BODY = new Uint8Array(0);

/** Tells every live peer that this node leaves, so that they need not wait for its silence (PD4). */
export async function sayGoodbye(exchange: Exchange, peers: readonly Peer[]): Promise<void> {
  await Promise.all(
    peers.map((peer) => exchange.send(peer, 'hello', { method: 'POST', path: '/-/bye', body: NO_BODY })),
  );
}
