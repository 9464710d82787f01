import type { Socket } from 'node:net';
import { isIPv6 } from 'node:net';
import { Pool, type Dispatcher } from 'undici';
import type { Endpoint } from '../../../core/ports.ts';
import { createDialer } from './dial.ts';

/** Connections kept to one peer; it allows 64 from one address (PS5). */
const CONNECTIONS = 8;
/** Shorter than a node keeps its side open (PS1), so that a connection is seldom closed just as it is used again. */
const KEEP_ALIVE_MS = 60_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** Of each connection to a peer. */
export const CLIENT_SETTINGS = {
  keepAliveTimeout: KEEP_ALIVE_MS,
  keepAliveMaxTimeout: KEEP_ALIVE_MS,
  maxHeaderSize: MAX_HEADER_BYTES,
  // The exchange has one timer for all of it.
  headersTimeout: 0,
  bodyTimeout: 0,
  allowH2: false,
};

/** The connections to one endpoint. */
export class PeerLink {
  /** For the next connection that has to be made. */
  connectTimeoutMs = 0;
  private readonly pool: Pool;
  /** Errors of connections that had answered before: the peer may have closed them before it saw the request. */
  private readonly staleErrors = new WeakSet<Error>();

  /** Throws if the endpoint is no possible address. `onIdle` is called when no connection is left. */
  constructor(to: Endpoint, onIdle: (link: PeerLink) => void) {
    const noteStale = (socket: Socket) => this.noteStale(socket);
    this.pool = new Pool(originOf(to), {
      connect: createDialer(to, () => this.connectTimeoutMs, noteStale),
      connections: CONNECTIONS,
      ...CLIENT_SETTINGS,
    });
    const checkIdle = () => {
      if (this.isIdle()) onIdle(this);
    };
    this.pool.on('disconnect', checkIdle);
    this.pool.on('connectionError', checkIdle);
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
    this.pool.dispatch(options, handler);
  }

  /** True if the error may only mean that a kept connection had ended. */
  isStale(error: Error | null): boolean {
    if (error === null) return false;
    return this.staleErrors.has(error) || bytesReadBefore(error) > 0;
  }

  /** Lets exchanges under way finish, then closes. */
  retire(): void {
    if (!this.pool.closed && !this.pool.destroyed) this.pool.close(() => undefined);
  }

  destroy(): Promise<void> {
    return this.pool.destroy();
  }

  private isIdle(): boolean {
    const { connected, size } = this.pool.stats;
    return connected === 0 && size === 0;
  }

  private noteStale(socket: Socket): void {
    socket.once('error', (error) => {
      if (socket.bytesRead > 0) this.staleErrors.add(error);
    });
  }
}

/** undici's own error for a closed connection tells what had been read from it. */
function bytesReadBefore(error: Error): number {
  const socket: unknown = 'socket' in error ? error.socket : null;
  if (typeof socket !== 'object' || socket === null || !('bytesRead' in socket)) return 0;
  return typeof socket.bytesRead === 'number' ? socket.bytesRead : 0;
}

/** The zone of a link-local address means nothing to the other side, and no URL can hold it. */
export const originOf = (to: Endpoint): string => `http://${hostHeader(to)}`;

/** The `Host` header for an endpoint. */
export function hostHeader({ host, port }: Endpoint): string {
  const name = isIPv6(host) ? `[${host.replace(/%.*$/, '')}]` : host;
  return `${name}:${port}`;
}
