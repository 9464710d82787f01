import type { RemoteInfo } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { onlyLinkAddresses } from './outgoing-filter.ts';
import { MDNS_GROUP, type MulticastSocket } from './multicast-socket.ts';

export interface BonjourSocketHandlers {
  /** A message was not sent. */
  onSendError: (error: Error) => void;
  /** The library failed on a message from the network. */
  onFault: (error: unknown) => void;
}

/**
 * What the library takes for its socket: the part of `dgram.Socket` that it uses when it need not bind it. It never
 * emits `error`, which the library would throw, and tells it of no send error, of which it makes nothing.
 */
export class BonjourSocket extends EventEmitter {
  readonly #socket: MulticastSocket;
  readonly #addresses: readonly string[];
  readonly #handlers: BonjourSocketHandlers;
  /** What was sent in this turn of the event loop, since a datagram came; null when none came. */
  #answers: Set<string> | null = null;

  constructor(socket: MulticastSocket, addresses: readonly string[], handlers: BonjourSocketHandlers) {
    super();
    this.#socket = socket;
    this.#addresses = addresses;
    this.#handlers = handlers;
  }

  /** Hands a datagram to the library; no datagram, however odd, may end the process. */
  deliver(datagram: Buffer, source: RemoteInfo): void {
    this.#answers ??= this.#untilNextTurn();
    try {
      this.emit('message', datagram, source);
    } catch (error) {
      this.#handlers.onFault(error);
    }
  }

  /** As the library calls it, always for the multicast group. It answers each question of a packet by itself: what was said just now is left out. */
  send(message: Buffer, _offset: number, _length: number, port: number, _address: string, done: () => void): void {
    const text = message.toString('latin1');
    if (this.#answers?.has(text) === true) {
      done();
      return;
    }
    this.#answers?.add(text);
    this.#socket.send(onlyLinkAddresses(message, this.#addresses), port, MDNS_GROUP, (error) => {
      if (error !== null) this.#handlers.onSendError(error);
      done();
    });
  }

  #untilNextTurn(): Set<string> {
    setImmediate(() => {
      this.#answers = null;
    });
    return new Set();
  }

  /** The link closes the real socket. */
  close(done: () => void): void {
    process.nextTick(done);
  }
}
