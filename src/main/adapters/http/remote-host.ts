import type { Socket } from 'node:net';

const MAPPED_IPV4 = '::ffff:';

/** The other side's address, as an IP literal; empty when the connection has ended. */
export function remoteHost({ remoteAddress = '' }: Socket): string {
  return remoteAddress.startsWith(MAPPED_IPV4) ? remoteAddress.slice(MAPPED_IPV4.length) : remoteAddress;
}
