import type { Channels, Logger, PeerHandler, PeerRequest, PeerResponse, Transport } from '../../../../core/ports.ts';
import { createHttpTransport, type HttpTransportSettings } from '../http-transport.ts';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from '../limits.ts';
import { silentLogger } from './loggers.ts';

export interface Overrides extends Partial<Omit<HttpTransportSettings, 'limits'>> {
  limits?: Partial<HttpLimits>;
  logger?: Logger;
}

/** Transports on loopback for one test file; `stopAll` belongs in its `afterEach`. */
export class StartedTransports {
  private readonly transports: Transport[] = [];

  /** Starts a transport; the handler answers 204 unless given. */
  async start(
    handler: PeerHandler = noContent,
    overrides: Overrides = {},
  ): Promise<{ transport: Transport & { channels: Channels }; port: number }> {
    const { logger = silentLogger, limits, ...settings } = overrides;
    const transport = createHttpTransport(
      { logger },
      {
        port: 0,
        hosts: ['127.0.0.1'],
        allowedHostNames: ['pc-7'],
        ...settings,
        limits: { ...DEFAULT_HTTP_LIMITS, ...limits },
      },
    );
    this.transports.push(transport);
    const started = await transport.start(handler);
    if (!started.ok) throw new Error(started.error.detail);
    return { transport, port: started.value.port };
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.transports.splice(0).map((transport) => transport.stop()));
  }
}

export const answerWith = (status: number, body: Uint8Array = new Uint8Array(0)): PeerResponse => ({
  status,
  grapevine: null,
  body,
});

export const noContent: PeerHandler = () => Promise.resolve(answerWith(204));

/** Answers with the body it got. */
export const echo: PeerHandler = ({ body }) => Promise.resolve(answerWith(200, body));

/** A handler that keeps what it got and answers 204. */
export function recorder(): { handler: PeerHandler; requests: PeerRequest[] } {
  const requests: PeerRequest[] = [];
  const handler: PeerHandler = (request) => {
    requests.push(request);
    return noContent(request, '');
  };
  return { handler, requests };
}
