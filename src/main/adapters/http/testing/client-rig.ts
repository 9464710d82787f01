import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Endpoint, PeerRequest, RequestLimits, Transport } from '../../../../core/ports.ts';
import { openRawServer, portOf, type RawServer } from './raw-server.ts';
import { StartedTransports } from './started-transports.ts';

/** Limits that no test reaches by itself. */
export const LIMITS: RequestLimits = { connectTimeoutMs: 5_000, timeoutMs: 10_000, maxResponseBytes: 1_000_000 };

export const request = (method: string, fields: Partial<PeerRequest> = {}): PeerRequest => ({
  method,
  path: '/',
  grapevine: null,
  body: new Uint8Array(0),
  ...fields,
});

export const localhost = (port: number): Endpoint => ({ host: '127.0.0.1', port });

/** What became of a request: its status, or the kind of its error. */
export async function outcome(
  transport: Transport,
  to: Endpoint,
  sent: PeerRequest,
  limits = LIMITS,
): Promise<number | string> {
  const result = await transport.request(to, sent, limits);
  return result.ok ? result.value.status : result.error.kind;
}

/** A client under test and the servers it talks to; `close` belongs in the `afterEach`. */
export class ClientRig {
  readonly transports = new StartedTransports();
  private readonly rawServers: RawServer[] = [];
  private readonly httpServers: Server[] = [];

  async client(): Promise<Transport> {
    return (await this.transports.start()).transport;
  }

  async rawServer(onConnection: (socket: Socket, index: number) => void): Promise<RawServer> {
    const server = await openRawServer(onConnection);
    this.rawServers.push(server);
    return server;
  }

  /** An HTTP server that is no node; resolves with its port. */
  async httpServer(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
    const server = createServer(listener);
    this.httpServers.push(server);
    await once(server.listen({ host: '127.0.0.1', port: 0 }), 'listening');
    return portOf(server);
  }

  async close(): Promise<void> {
    await this.transports.stopAll();
    await Promise.all(this.rawServers.splice(0).map((server) => server.close()));
    for (const server of this.httpServers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  }
}
