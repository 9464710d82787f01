import type { Server } from 'node:http';
import type { Logger } from '../../../core/ports.ts';
import { err, ok, type Result } from '../../../shared/result.ts';

/** A taken or forbidden port is followed by this many tries with the next higher ones (PS1). */
const FURTHER_PORTS = 100;
const HIGHEST_PORT = 65_535;

/** Why nothing listens; `detail` is a plain sentence for the window. */
export interface ListenError {
  kind: 'in-use' | 'forbidden' | 'unavailable';
  detail: string;
}

export interface BoundServer {
  host: string;
  server: Server;
}

export interface Bound {
  port: number;
  servers: BoundServer[];
}

const NO_ADDRESS: ListenError = { kind: 'unavailable', detail: 'There is no address to listen on' };

/**
 * Binds every address to one port: the wanted one, else the next that is free at all of them (PS1). Addresses that this
 * machine does not have are left out, unless none remains.
 */
export async function bindFirstFreePort(
  newServer: () => Server,
  wanted: { hosts: readonly string[]; port: number },
  logger: Logger,
): Promise<Result<Bound, ListenError>> {
  const hosts = withoutCovered(wanted.hosts);
  const last = Math.min(wanted.port + FURTHER_PORTS, HIGHEST_PORT);
  let failure = NO_ADDRESS;
  for (let port = wanted.port; port <= last; port += 1) {
    const bound = await bindAll(newServer, hosts, wanted.port === 0 ? 0 : port, logger);
    if (bound.ok || bound.error.kind === 'unavailable') return bound;
    failure = bound.error;
  }
  if (wanted.port === 0) return err(failure);
  return err({ ...failure, detail: `Ports ${wanted.port} to ${last} are all ${inWords(failure.kind)}` });
}

const inWords = (kind: ListenError['kind']): string => (kind === 'forbidden' ? 'forbidden' : 'in use');

/** Ends listening and every connection that reached the server. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Addresses that a wildcard of their family covers would collide with it. */
function withoutCovered(hosts: readonly string[]): string[] {
  const unique = new Set(hosts);
  return [...unique].filter((host) => {
    const wildcard = host.includes(':') ? '::' : '0.0.0.0';
    return host === wildcard || !unique.has(wildcard);
  });
}

/** Binds every address to one port, or none. */
async function bindAll(
  newServer: () => Server,
  hosts: string[],
  wantedPort: number,
  logger: Logger,
): Promise<Result<Bound, ListenError>> {
  const servers: BoundServer[] = [];
  let port = wantedPort;
  let failure = NO_ADDRESS;
  for (const host of hosts) {
    const server = newServer();
    const bound = await bind(server, host, port);
    if (bound.ok) {
      port = bound.value;
      servers.push({ host, server });
      continue;
    }
    failure = listenError(bound.error, host, port);
    if (failure.kind !== 'unavailable') {
      await Promise.all(servers.map((each) => closeServer(each.server)));
      return err(failure);
    }
    logger.warn('listen-address-skipped', { host, error: bound.error.code ?? bound.error.message });
  }
  return servers.length > 0 ? ok({ port, servers }) : err(failure);
}

/** Resolves with the port in use. IPv6 sockets leave IPv4 alone, so that both families can share a port. */
function bind(server: Server, host: string, port: number): Promise<Result<number, NodeJS.ErrnoException>> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException) => resolve(err(error));
    server.once('error', onError);
    server.listen({ host, port, ipv6Only: true }, () => {
      server.removeListener('error', onError);
      const address = server.address();
      resolve(ok(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): ListenError {
  switch (error.code) {
    case 'EADDRINUSE':
      return { kind: 'in-use', detail: `Port ${port} is in use at ${host}` };
    case 'EACCES':
      return { kind: 'forbidden', detail: `Port ${port} is forbidden to this program` };
    default:
      return { kind: 'unavailable', detail: `Listening at ${host} failed (${error.code ?? error.message})` };
  }
}
