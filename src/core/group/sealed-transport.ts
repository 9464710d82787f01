import { type Result } from '../../shared/result.ts';
import type {
  Endpoint,
  PeerHandler,
  PeerRequest,
  PeerResponse,
  Recipient,
  RequestLimits,
  Transport,
  TransportError,
} from '../ports.ts';
import { SealedClient, type SealedClientComponents } from './sealed-client.ts';
import { SealedServer, type SealedServerComponents } from './sealed-server.ts';

export type SealedTransportComponents = Omit<SealedClientComponents, 'transport'> &
  Omit<SealedServerComponents, 'handler'> & { transport: Transport };

/** Carries requests between the members of a private group: nothing leaves or enters but sealed (GR3). */
export class SealedTransport implements Transport {
  readonly #parts: SealedTransportComponents;
  readonly #client: SealedClient;

  constructor(components: SealedTransportComponents) {
    this.#parts = components;
    this.#client = new SealedClient(components);
  }

  start(handler: PeerHandler): Promise<Result<{ port: number }, TransportError>> {
    const server = new SealedServer({ ...this.#parts, handler });
    return this.#parts.transport.start((request, remoteHost) => server.handle(request, remoteHost));
  }

  stop(): Promise<void> {
    return this.#parts.transport.stop();
  }

  request(
    to: Endpoint,
    request: PeerRequest,
    limits: RequestLimits,
    recipient: Recipient | null = null,
  ): Promise<Result<PeerResponse, TransportError>> {
    return this.#client.request(to, request, limits, recipient);
  }
}
