import type { RemoteInfo } from 'node:dgram';
import type { Random, Scheduler } from '../../../core/ports.ts';
import { asksForAll, decodingCost, kindOf } from './datagram-filter.ts';
import { LoadLimit } from './load-limit.ts';
import { QueryGate } from './query-gate.ts';

/** About 100 ms of decoding, and 3,000 ordinary answers. */
const COST_PER_SECOND = 400_000;

export interface IntakeHandlers {
  /** A datagram for the library. */
  deliver(datagram: Buffer, source: RemoteInfo): void;
  /** A node, or this one, asked for all nodes. */
  onQuestionForAll(): void;
  /** More came than is decoded; `address` is who sent the first that was dropped. */
  onOverload(address: string): void;
}

/** Stands between the network and the library: passes on what matters, in bounded amounts (LM1). */
export class Intake {
  readonly #load: LoadLimit;
  readonly #gate: QueryGate;
  readonly #mdnsPort: number;
  readonly #handlers: IntakeHandlers;

  constructor(
    components: { scheduler: Scheduler; random: Random },
    settings: { port: number },
    handlers: IntakeHandlers,
  ) {
    this.#load = new LoadLimit(components, { costPerSecond: COST_PER_SECOND });
    this.#gate = new QueryGate(components, (query, source) => handlers.deliver(query, source));
    this.#mdnsPort = settings.port;
    this.#handlers = handlers;
  }

  offer(datagram: Buffer, source: RemoteInfo): void {
    const kind = kindOf(datagram, source, this.#mdnsPort);
    if (kind === 'ignored') return;
    if (kind === 'query' && asksForAll(datagram)) this.#handlers.onQuestionForAll();
    if (!this.#load.take(decodingCost(datagram))) this.#handlers.onOverload(source.address);
    else if (kind === 'query') this.#gate.offer(datagram, source);
    else this.#handlers.deliver(datagram, source);
  }

  /** Drops what is held back. */
  clear(): void {
    this.#gate.clear();
  }
}
