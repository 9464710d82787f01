import type { Announcement } from '../../../core/ports.ts';
import type { MdnsComponents } from './components.ts';
import { Intake } from './intake.ts';
import { createLinkReports, type LinkReports } from './link-reports.ts';
import { openMulticastSocket, type MulticastSocket } from './multicast-socket.ts';
import { QueryRounds } from './query-rounds.ts';
import { Session } from './session.ts';
import type { MdnsSettings } from './settings.ts';

export interface LinkOptions {
  interfaceName: string;
  /** Its IPv4 addresses; the first one names it to the system. */
  addresses: readonly string[];
  self: Announcement;
  /** Whether a datagram from this address belongs to this link. */
  accepts: (address: string) => boolean;
  /** A service as decoded, unchecked. */
  onService: (service: unknown) => void;
}

/** Waits between attempts to open the socket double from the first to the last. */
const RETRY_MS = { first: 1_000, last: 60_000 };

/** mDNS on one interface: opens its socket, again and again if need be, announces and asks (PD2). */
export class Link {
  readonly #components: MdnsComponents;
  readonly #settings: MdnsSettings;
  readonly #options: LinkOptions;
  readonly #reports: LinkReports;
  readonly #rounds: QueryRounds;
  readonly #intake: Intake;
  #self: Announcement;
  #active: { socket: MulticastSocket; session: Session } | null = null;
  #failures = 0;
  #cancelRetry: () => void = () => undefined;
  #closed = false;

  constructor(components: MdnsComponents, settings: MdnsSettings, options: LinkOptions) {
    this.#components = components;
    this.#settings = settings;
    this.#options = options;
    this.#self = options.self;
    this.#reports = createLinkReports(components, options.interfaceName);
    this.#rounds = new QueryRounds(components, { intervalMs: settings.queryIntervalMs }, () => this.#ask());
    this.#intake = new Intake(components, settings, {
      deliver: (datagram, source) => this.#active?.session.deliver(datagram, source),
      onQuestionForAll: () => this.#rounds.heard(),
      onOverload: (address) => this.#reports.overload(address),
    });
  }

  /** Resolves after the first attempt; a failed one is repeated in the background. Never rejects. */
  async open(): Promise<void> {
    const { openSocket = openMulticastSocket } = this.#components;
    const at = { address: this.#options.addresses[0] ?? '', port: this.#settings.port };
    const opened = await openSocket(at, {
      onDatagram: (datagram, source) => {
        if (this.#options.accepts(source.address)) this.#intake.offer(datagram, source);
      },
      onError: (error) => this.#lost(error),
    });
    if (!opened.ok) this.#retryLater(opened.error);
    else if (this.#closed) await opened.value.close();
    else this.#begin(opened.value);
  }

  /** Announces under new data. */
  announce(self: Announcement): void {
    this.#self = self;
    if (this.#settings.announce) this.#active?.session.announce(self);
  }

  /** Asks now. */
  ask(): void {
    this.#rounds.again();
  }

  /** Says goodbye, for at most `goodbyeTimeoutMs`, and closes. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    const active = this.#pause();
    if (active === null) return;
    await this.#atMost(this.#settings.goodbyeTimeoutMs, active.session.goodbye());
    active.session.end();
    await active.socket.close();
  }

  #begin(socket: MulticastSocket): void {
    const { onService, addresses } = this.#options;
    const handlers = { onService, onSendError: this.#reports.sendFailed, onFault: this.#reports.fault };
    const { port } = this.#settings;
    this.#active = { socket, session: new Session({ socket, addresses, port, handlers }) };
    this.#failures = 0;
    this.#reports.opened();
    this.announce(this.#self);
    this.#rounds.start();
  }

  #lost(error: Error): void {
    const active = this.#pause();
    if (active === null) return;
    active.session.end();
    void active.socket.close();
    this.#retryLater(error.message);
  }

  #pause(): { socket: MulticastSocket; session: Session } | null {
    const active = this.#active;
    this.#active = null;
    this.#rounds.stop();
    this.#intake.clear();
    return active;
  }

  #retryLater(reason: string): void {
    if (this.#closed) return;
    this.#failures += 1;
    const delayMs = Math.min(RETRY_MS.last, RETRY_MS.first * 2 ** (this.#failures - 1));
    this.#reports.unavailable(reason, this.#failures);
    const jitter = 0.75 + this.#components.random.next() / 2;
    this.#cancelRetry = this.#components.scheduler.after(delayMs * jitter, () => void this.open());
  }

  #ask(): void {
    this.#active?.session.ask();
  }

  #atMost(limitMs: number, work: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#components.scheduler.after(limitMs, resolve);
      void work.then(() => {
        cancel();
        resolve();
      });
    });
  }
}
