import type { Endpoint } from '../ports.ts';

/** `host:port` with IPv6 in brackets: for people, and as a name in maps. */
export const endpointText = ({ host, port }: Endpoint): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

export const sameEndpoint = (a: Endpoint, b: Endpoint): boolean => a.host === b.host && a.port === b.port;
