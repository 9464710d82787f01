import type { RemoteInfo } from 'node:dgram';
import { Bonjour, type Browser, type Service, type ServiceConfig } from 'bonjour-service';
import type { Announcement } from '../../../core/ports.ts';
import { BonjourSocket, type BonjourSocketHandlers } from './bonjour-socket.ts';
import type { MulticastSocket } from './multicast-socket.ts';
import { hostName, instanceName, SERVICE_TYPE, txtRecord } from './records.ts';

export interface SessionOptions {
  socket: MulticastSocket;
  /** IPv4 addresses of the link. */
  addresses: readonly string[];
  port: number;
  handlers: BonjourSocketHandlers & { onService: (service: unknown) => void };
}

/** The library at work on one open socket: one browser, which asks at once, and at most one service, because two wipe each other's records. */
export class Session {
  readonly #options: SessionOptions;
  readonly #socket: BonjourSocket;
  readonly #bonjour: Bonjour;
  readonly #browser: Browser;
  #service: Service | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#socket = new BonjourSocket(options.socket, options.addresses, options.handlers);
    // Passed on to multicast-dns, whose options the library's types do not name. With `bind` false it leaves binding
    // and membership to us: by itself it would throw when the port is taken.
    const transport = { socket: this.#socket, port: options.port, bind: false };
    this.#bonjour = new Bonjour(transport, options.handlers.onFault);
    this.#browser = this.#browse();
  }

  deliver(datagram: Buffer, source: RemoteInfo): void {
    this.#socket.deliver(datagram, source);
  }

  /** Multicasts "who is there?". */
  ask(): void {
    this.#browser.update();
  }

  /** Announces under these data; what was announced before is taken back. */
  announce(self: Announcement): void {
    this.#withdraw(() => undefined);
    try {
      this.#service = this.#bonjour.publish(this.#configOf(self));
    } catch (error) {
      this.#options.handlers.onFault(error);
    }
  }

  /** Resolves when the goodbye was handed to the network, or could not be. */
  goodbye(): Promise<void> {
    return new Promise((resolve) => this.#withdraw(resolve));
  }

  end(): void {
    this.#browser.stop();
    this.#bonjour.destroy();
  }

  #browse(): Browser {
    const browser = this.#bonjour.find({ type: SERVICE_TYPE, protocol: 'tcp' });
    return browser.on('up', (service) => {
      forgetServices(browser);
      this.#options.handlers.onService(service);
    });
  }

  #withdraw(done: () => void): void {
    const service = this.#service;
    this.#service = null;
    try {
      if (service === null) done();
      else (service.stop as (done: () => void) => void)(done);
    } catch (error) {
      this.#options.handlers.onFault(error);
      done();
    }
  }

  #configOf(self: Announcement): ServiceConfig {
    return {
      name: instanceName(self),
      type: SERVICE_TYPE,
      protocol: 'tcp',
      host: hostName(self.id),
      port: self.port,
      txt: txtRecord(self.id, self.groupId),
      // Names are unique by the id, and the loser of a clash would make the winner flap.
      probe: false,
    };
  }
}

/**
 * Makes the browser take every answer for new. It would keep each service it ever saw, not notice one that came back
 * unchanged, and give old addresses; what is remembered, and for how long, is for us to say. (`serviceMap` is a private
 * list of names that it only ever adds to.)
 */
function forgetServices(browser: Browser): void {
  browser.services.length = 0;
  (browser as unknown as { serviceMap: Record<string, boolean> }).serviceMap = {};
}
