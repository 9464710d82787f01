import { type Result } from '../../shared/result.ts';
import type {
  Channels,
  Endpoint,
  PeerHandler,
  PeerRequest,
  PeerResponse,
  Recipient,
  RequestLimits,
  Transport,
  TransportError,
} from '../ports.ts';
import { ChannelClient } from './channel-client.ts';
import { SealedClient, type SealedClientComponents } from './sealed-client.ts';
import { SealedServer, type SealedServerComponents } from './sealed-server.ts';

export type SealedTransportComponents = Omit<SealedClientComponents, 'transport'> &
  Omit<SealedServerComponents, 'handler'> & {
    transport: Transport;
    /** Absent where everything goes in frames. */
    channels?: Channels;
  };

/** Carries requests between the members of a private group: nothing leaves or enters but sealed (GR3), or through a channel (GR9). */
export class SealedTransport implements Transport {
  readonly #parts: SealedTransportComponents;
  readonly #client: Pick<Transport, 'request'>;

  constructor(components: SealedTransportComponents) {
    this.#parts = components;
    const client = new SealedClient(components);
    const { channels, scheduler } = components;
    this.#client = channels === undefined ? client : new ChannelClient({ channels, scheduler, client });
  }

  start(handler: PeerHandler): Promise<Result<{ port: number }, TransportError>> {
    const server = new SealedServer({ ...this.#parts, handler });
    this.#parts.channels?.serve((opening, remoteHost) => server.grant(opening, remoteHost));
    return this.#parts.transport.start((request, remoteHost) => server.handle(request, remoteHost));
  }

  /** The keys are others now: what was opened under those before ends (GR9). */
  keysChanged(): void {
    this.#parts.channels?.closeAll();
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
