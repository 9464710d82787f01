import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../../core/ports.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { ChannelServer } from './channel-server.ts';
import { bindFirstFreePort, closeServer, type Bound, type ListenError } from './bind.ts';
import { ConnectionGate } from './connection-gate.ts';
import { createLimitedServer } from './limited-server.ts';
import type { ListenLimits } from './limits.ts';

export type { ListenError };

export interface ListenSettings {
  /** IP addresses to listen on, IPv6 without brackets; `0.0.0.0` and `::` stand for all of their family. */
  hosts: readonly string[];
  /** The first port to try; 0 takes any free one. */
  port: number;
  limits: ListenLimits;
}

export interface Listeners {
  /** The port in use, the same at every address; it may differ from the one asked for. */
  port: number;
  /** The addresses in use: those asked for, less those this machine does not have. */
  hosts: string[];
  /** Ends listening and every connection, idle or not. May be called twice. */
  close(): Promise<void>;
}

/**
 * Serves a Fastify application on several addresses and one port (PS1), within `limits` (PS5). Use this instead of
 * `app.listen`; to end, close the listeners first, then the application.
 */
export async function openListeners(
  app: FastifyInstance,
  { logger, channels = null }: { logger: Logger; channels?: ChannelServer | null },
  settings: ListenSettings,
): Promise<Result<Listeners, ListenError>> {
  await app.ready();
  const gate = new ConnectionGate(settings.limits);
  const newServer = () => createLimitedServer(app, gate, settings.limits, channels);
  const bound = await bindFirstFreePort(newServer, settings, logger);
  if (!bound.ok) return bound;
  for (const { host, server } of bound.value.servers) {
    server.on('error', (error) => logger.error('http-listener-failed', { host, error: error.message }));
  }
  gate.start();
  let closing: Promise<void> | null = null;
  return ok({
    port: bound.value.port,
    hosts: bound.value.servers.map(({ host }) => host),
    close: () => (closing ??= closeAll(bound.value, gate)),
  });
}

async function closeAll({ servers }: Bound, gate: ConnectionGate): Promise<void> {
  const closed = Promise.all(servers.map(({ server }) => closeServer(server)));
  gate.stop();
  await closed;
}
