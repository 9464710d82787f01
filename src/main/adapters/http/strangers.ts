import type { Socket } from 'node:net';

/** Addresses remembered as served; those that were served first longest ago are forgotten first (LM1). */
const MAX_KNOWN = 1_024;

interface Crowd {
  oldest: Socket;
  size: number;
  isKnown: boolean;
}

/**
 * The connections on which nothing has been answered but refusals: where there is no room, one of them makes room (PS5). So whoever is not
 * let in keeps nobody else out, however many connections he opens and however slowly he sends.
 */
export class Strangers {
  /** By address, the oldest first. */
  private readonly waiting = new Map<string, Set<Socket>>();
  private readonly known = new Set<string>();
  private readonly isBeingAnswered: (socket: Socket) => boolean;

  /** A connection whose request has come and whose answer has not gone yet is left alone: that takes no longer than we do. */
  constructor(isBeingAnswered: (socket: Socket) => boolean) {
    this.isBeingAnswered = isBeingAnswered;
  }

  add(socket: Socket, address: string): void {
    const others = this.waiting.get(address);
    if (others === undefined) this.waiting.set(address, new Set([socket]));
    else others.add(socket);
  }

  remove(socket: Socket, address: string): void {
    const others = this.waiting.get(address);
    others?.delete(socket);
    if (others?.size === 0) this.waiting.delete(address);
  }

  /** This connection is no stranger's any more, and new ones from its address make room after those from other addresses. */
  served(socket: Socket, address: string): void {
    this.remove(socket, address);
    this.known.delete(address);
    this.known.add(address);
    const [first] = this.known;
    if (this.known.size > MAX_KNOWN && first !== undefined) this.known.delete(first);
  }

  /** The oldest from this address; null when there is none. */
  oldestFrom(address: string): Socket | null {
    for (const socket of this.waiting.get(address) ?? []) if (!this.isBeingAnswered(socket)) return socket;
    return null;
  }

  /** The oldest from the address that has most of them, of addresses that were never served if there are any; null when there is none. */
  oldest(): Socket | null {
    let first: Crowd | null = null;
    for (const [address, { size }] of this.waiting) {
      const oldest = this.oldestFrom(address);
      if (oldest === null) continue;
      const crowd = { oldest, size, isKnown: this.known.has(address) };
      if (first === null || goesBefore(crowd, first)) first = crowd;
    }
    return first?.oldest ?? null;
  }
}

const goesBefore = (one: Crowd, other: Crowd): boolean =>
  one.isKnown === other.isKnown ? one.size > other.size : other.isKnown;
