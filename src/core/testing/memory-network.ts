import { err, ok, type Result } from '../../shared/result.ts';
import type {
  Endpoint,
  PeerHandler,
  PeerRequest,
  PeerResponse,
  Random,
  RequestLimits,
  Scheduler,
  Transport,
  TransportError,
} from '../ports.ts';

export interface NetworkConditions {
  /** Part of all one-way messages that get lost, 0 to 1. */
  loss: number;
  /** Part of all requests that arrive twice. @default 0 */
  duplicates?: number;
  /** Part of all messages that are held up by as much as `byMs` more, so that later ones overtake them. @default none */
  late?: { part: number; byMs: number };
  /** One-way delay of each message. */
  delayMs: (random: Random) => number;
  /** Whether a message can pass at all between two hosts: partitions. */
  connects: (from: string, to: string) => boolean;
  /** Sees every request as it leaves. */
  observe?: (from: string, to: string, request: PeerRequest) => void;
  /** Sees what a host gets to read, requests and answers: just before it does. */
  heard?: (at: string, from: string, message: PeerRequest | PeerResponse) => void;
}

/** 2 ms and an exponential 3 ms more, as measured in offices. */
export const officeDelayMs = (random: Random): number => 2 - 3 * Math.log(1 - random.next());

export const PERFECT: NetworkConditions = { loss: 0, delayMs: () => 1, connects: () => true };

const FIRST_FREE_PORT = 40_000;

/** Counts of what went over the network. */
export interface NetworkCounts {
  requests: number;
  /** Requests whose method is PUT. */
  pushes: number;
  bytes: number;
}

/** A network in virtual time: every message can be late or lost, from a seed. */
export class MemoryNetwork {
  conditions: NetworkConditions;
  readonly counts: NetworkCounts = { requests: 0, pushes: 0, bytes: 0 };
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #handlers = new Map<string, PeerHandler>();
  #nextPort = FIRST_FREE_PORT;

  constructor(components: { scheduler: Scheduler; random: Random }, conditions: NetworkConditions) {
    this.#scheduler = components.scheduler;
    this.#random = components.random;
    this.conditions = conditions;
  }

  /** A transport of the host, listening on `port` once started; 0 takes a free one. */
  transport(host: string, port: number): Transport {
    return new MemoryTransport(this, host, port);
  }

  listen(host: string, wanted: number, handler: PeerHandler): number {
    let port = wanted;
    if (port === 0) {
      port = this.#nextPort;
      this.#nextPort += 1;
    }
    while (this.#handlers.has(`${host}:${port}`)) port += 1;
    this.#handlers.set(`${host}:${port}`, handler);
    return port;
  }

  /** The machine on `host` is reached as `alias` too, from now on. */
  alias(alias: string, host: string, port: number): void {
    const handler = this.#handlers.get(`${host}:${port}`);
    if (handler !== undefined) this.#handlers.set(`${alias}:${port}`, handler);
  }

  unlisten(host: string, port: number): void {
    this.#handlers.delete(`${host}:${port}`);
  }

  /** Carries one request there and its answer back; calls back at most once, never when a message got lost. */
  carry(
    from: string,
    to: Endpoint,
    request: PeerRequest,
    done: (result: Result<PeerResponse, TransportError>) => void,
  ): void {
    this.counts.requests += 1;
    if (request.method === 'PUT') this.counts.pushes += 1;
    this.counts.bytes += request.body.length;
    this.conditions.observe?.(from, to.host, request);
    const arrive = (): void => {
      const handler = this.#handlers.get(`${to.host}:${to.port}`);
      if (handler === undefined) {
        const refused = { kind: 'refused' as const, detail: `Nothing answers at ${to.host}:${to.port}` };
        this.#deliver(to.host, from, () => done(err(refused)));
        return;
      }
      this.conditions.heard?.(to.host, from, request);
      void handler({ ...request, body: request.body.slice() }, from).then((response) => {
        this.counts.bytes += response.body.length;
        this.#deliver(to.host, from, () => done(ok({ ...response, body: response.body.slice() })));
      });
    };
    this.#deliver(from, to.host, arrive);
    if (this.#happens(this.conditions.duplicates)) this.#deliver(from, to.host, arrive);
  }

  /** Whether messages pass there and back. */
  reaches(from: string, to: string): boolean {
    const { connects } = this.conditions;
    return connects(from, to) && connects(to, from);
  }

  /** Draws nothing for what is switched off: other seeds keep their course. */
  #happens(part = 0): boolean {
    return part > 0 && this.#random.next() < part;
  }

  #deliver(from: string, to: string, arrive: () => void): void {
    const { loss, delayMs, connects, late } = this.conditions;
    const isLost = this.#random.next() < loss;
    const heldUpMs = late !== undefined && this.#happens(late.part) ? this.#random.next() * late.byMs : 0;
    const delay = delayMs(this.#random) + heldUpMs;
    if (!isLost && connects(from, to)) this.#scheduler.after(delay, arrive);
  }

  get scheduler(): Scheduler {
    return this.#scheduler;
  }
}

class MemoryTransport implements Transport {
  readonly #network: MemoryNetwork;
  readonly #host: string;
  readonly #wantedPort: number;
  #port: number | null = null;
  readonly #aborts = new Set<() => void>();

  constructor(network: MemoryNetwork, host: string, port: number) {
    this.#network = network;
    this.#host = host;
    this.#wantedPort = port;
  }

  start(handler: PeerHandler): Promise<Result<{ port: number }, TransportError>> {
    this.#port ??= this.#network.listen(this.#host, this.#wantedPort, handler);
    return Promise.resolve(ok({ port: this.#port }));
  }

  stop(): Promise<void> {
    if (this.#port !== null) this.#network.unlisten(this.#host, this.#port);
    this.#port = null;
    for (const abort of [...this.#aborts]) abort();
    return Promise.resolve();
  }

  request(to: Endpoint, request: PeerRequest, limits: RequestLimits): Promise<Result<PeerResponse, TransportError>> {
    if (this.#port === null) return Promise.resolve(err(STOPPED));
    return new Promise((resolve) => {
      const finish = (result: Result<PeerResponse, TransportError>): void => {
        if (result.ok && this.#aborts.has(abort)) this.#network.conditions.heard?.(this.#host, to.host, result.value);
        cancelTimeout();
        this.#aborts.delete(abort);
        resolve(bounded(result, limits));
      };
      const abort = (): void => finish(err(STOPPED));
      this.#aborts.add(abort);
      // A host that cannot be reached at all is found out while connecting.
      const boundMs = this.#network.reaches(this.#host, to.host) ? limits.timeoutMs : limits.connectTimeoutMs;
      const detail = `No answer in ${boundMs / 1000} s`;
      const cancelTimeout = this.#network.scheduler.after(boundMs, () => finish(err({ kind: 'timeout', detail })));
      this.#network.carry(this.#host, to, request, finish);
    });
  }
}

const STOPPED: TransportError = { kind: 'stopped', detail: 'This node has stopped' };

function bounded(
  result: Result<PeerResponse, TransportError>,
  { maxResponseBytes }: RequestLimits,
): Result<PeerResponse, TransportError> {
  if (!result.ok || result.value.body.length <= maxResponseBytes) return result;
  return err({ kind: 'too-large', detail: `The answer has more than ${maxResponseBytes} bytes` });
}
