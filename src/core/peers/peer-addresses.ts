import type { Endpoint } from '../ports.ts';
import { endpointText, sameEndpoint } from './endpoint.ts';
import type { Peer } from './peer.ts';

/** Addresses kept of one peer besides the one in use (LM1). */
const MAX_OTHERS = 7;

/**
 * At which addresses peers answered: each belongs to one peer. A machine with several, by cable and wireless or IPv4 and IPv6, is asked at one of
 * them for as long as that works (PD1).
 */
export class PeerAddresses {
  readonly #inUse = new Map<string, Peer>();
  readonly #others = new Map<string, Peer>();

  /** The peer that is asked at this address. */
  at(endpoint: Endpoint): Peer | null {
    return this.#inUse.get(endpointText(endpoint)) ?? null;
  }

  /** The peer that is asked there, or has answered there. */
  owner(endpoint: Endpoint): Peer | null {
    return this.at(endpoint) ?? this.#others.get(endpointText(endpoint)) ?? null;
  }

  add(peer: Peer): void {
    this.#release(peer.endpoint);
    this.#inUse.set(endpointText(peer.endpoint), peer);
  }

  /** The peer is asked at this address from now on; the one before is kept. */
  use(peer: Peer, endpoint: Endpoint): void {
    if (sameEndpoint(peer.endpoint, endpoint)) return;
    const before = peer.endpoint;
    this.#inUse.delete(endpointText(before));
    this.#release(endpoint);
    peer.endpoint = endpoint;
    this.#inUse.set(endpointText(endpoint), peer);
    this.keep(peer, before);
  }

  /** The peer answered there too. */
  keep(peer: Peer, endpoint: Endpoint): void {
    if (sameEndpoint(peer.endpoint, endpoint)) return;
    this.#release(endpoint);
    peer.otherEndpoints = [...peer.otherEndpoints, endpoint];
    this.#others.set(endpointText(endpoint), peer);
    for (const oldest of peer.otherEndpoints.slice(0, -MAX_OTHERS)) this.#release(oldest);
  }

  /** Goes on to the peer's next address; false when there is no other. */
  turn(peer: Peer): boolean {
    const [next] = peer.otherEndpoints;
    if (next === undefined) return false;
    this.use(peer, next);
    return true;
  }

  remove(peer: Peer): void {
    for (const endpoint of peer.otherEndpoints) this.#release(endpoint);
    if (this.at(peer.endpoint) === peer) this.#inUse.delete(endpointText(peer.endpoint));
  }

  /** Nobody is said to have answered there besides. */
  #release(endpoint: Endpoint): void {
    const name = endpointText(endpoint);
    const before = this.#others.get(name);
    if (before === undefined) return;
    this.#others.delete(name);
    before.otherEndpoints = before.otherEndpoints.filter((other) => !sameEndpoint(other, endpoint));
  }
}
