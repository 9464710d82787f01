import type {
  Channels,
  Endpoint,
  Logger,
  PeerHandler,
  PeerRequest,
  PeerResponse,
  RequestLimits,
  Transport,
  TransportError,
} from '../../../core/ports.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ListenError } from './bind.ts';
import { ByteBudget } from './byte-budget.ts';
import { Inflater } from './compression.ts';
import { HttpChannels } from './http-channels.ts';
import type { HttpLimits } from './limits.ts';
import { openListeners } from './listeners.ts';
import { createPeerApp } from './peer-app.ts';
import { PeerClient } from './peer-client.ts';
import { stoppedError } from './transport-errors.ts';

export interface HttpTransportSettings {
  /** The port for peers (PS1); 0 takes any free one. A taken or forbidden port is followed by the next ones. */
  port: number;
  /** Addresses to listen on: those of the chosen interfaces, or `0.0.0.0` and `::` for all. */
  hosts: readonly string[];
  /** This machine's names and the configured ones: what a `Host` header may say besides an address (PS6). */
  allowedHostNames: readonly string[];
  limits: HttpLimits;
}

interface Running {
  port: number;
  close(): Promise<void>;
}

export interface HttpTransportComponents {
  logger: Logger;
  /** What bodies take, if others share it. @default its own, of `maxBufferedBytes` */
  budget?: ByteBudget;
  /** @default its own */
  inflater?: Inflater;
}

/** HTTP/1.1 between nodes (PS1 to PS6). The core routes and decodes; this carries bytes within the limits. */
export function createHttpTransport(
  components: HttpTransportComponents,
  settings: HttpTransportSettings,
): Transport & { channels: Channels } {
  return new HttpTransport(components, settings);
}

class HttpTransport implements Transport {
  readonly channels: HttpChannels;
  private readonly logger: Logger;
  private readonly budget: ByteBudget;
  private readonly inflater: Inflater;
  private readonly settings: HttpTransportSettings;
  private starting: Promise<Result<Running, TransportError>> | null = null;
  private stopping: Promise<void> = Promise.resolve();
  /** Answers `stopped` by itself once it was stopped. */
  private client: PeerClient | null = null;

  constructor({ logger, budget, inflater }: HttpTransportComponents, settings: HttpTransportSettings) {
    this.logger = logger;
    this.budget = budget ?? new ByteBudget(settings.limits.maxBufferedBytes);
    this.inflater = inflater ?? new Inflater();
    this.settings = settings;
    this.channels = new HttpChannels(settings);
  }

  async start(handler: PeerHandler): Promise<Result<{ port: number }, TransportError>> {
    const starting = (this.starting ??= this.open(handler));
    const started = await starting;
    if (started.ok) return ok({ port: started.value.port });
    if (this.starting === starting) this.starting = null;
    return started;
  }

  stop(): Promise<void> {
    if (this.starting !== null) {
      this.stopping = Promise.all([this.client?.stop(), closeStarted(this.starting)]).then(() => undefined);
      this.starting = null;
    }
    return this.stopping;
  }

  async request(
    to: Endpoint,
    request: PeerRequest,
    limits: RequestLimits,
  ): Promise<Result<PeerResponse, TransportError>> {
    return this.client === null ? err(stoppedError()) : this.client.request(to, request, limits);
  }

  private async open(handler: PeerHandler): Promise<Result<Running, TransportError>> {
    await this.stopping;
    const { limits, allowedHostNames } = this.settings;
    const { inflater, budget, channels } = this;
    const app = createPeerApp(
      { logger: this.logger, handler, channels: channels.server, budget, inflater },
      { limits, allowedHostNames },
    );
    const listeners = await openListeners(app, { logger: this.logger, channels: channels.server }, this.settings);
    if (!listeners.ok) {
      await app.close();
      return err(startError(listeners.error));
    }
    const client = new PeerClient({ inflater }, limits);
    this.client = client;
    channels.start();
    const close = async () => {
      channels.stop();
      await Promise.all([client.stop(), listeners.value.close()]);
      await app.close();
    };
    return ok({ port: listeners.value.port, close });
  }
}

async function closeStarted(starting: Promise<Result<Running, TransportError>>): Promise<void> {
  const started = await starting;
  if (started.ok) await started.value.close();
}

const startError = ({ kind, detail }: ListenError): TransportError => ({
  kind: kind === 'unavailable' ? 'unreachable' : 'refused',
  detail,
});
