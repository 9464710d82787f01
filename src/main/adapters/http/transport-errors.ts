import { errors } from 'undici';
import type { Endpoint, TransportError } from '../../../core/ports.ts';
import { formatAddress } from '../../../shared/address.ts';

/** An endpoint as people write it: `10.0.0.5:4097`, `[fe80::1%eth0]:4097`. */
export const endpointText = ({ host, port }: Endpoint): string => formatAddress(host, port);

export const stoppedError = (): TransportError => ({ kind: 'stopped', detail: 'This node has stopped' });

export const timeoutError = (timeoutMs: number): TransportError => ({
  kind: 'timeout',
  detail: `No answer in ${timeoutMs / 1000} s`,
});

export const tooLargeError = (to: Endpoint, maxBytes: number): TransportError => ({
  kind: 'too-large',
  detail: `The answer of ${endpointText(to)} is larger than ${maxBytes} bytes`,
});

export const garbledError = (to: Endpoint): TransportError => ({
  kind: 'reset',
  detail: `What answers at ${endpointText(to)} does not speak this program’s HTTP`,
});

/** Ends a connection attempt that took too long; {@link describeFailure} knows it by its code. */
export class ConnectTimeout extends Error {
  readonly code = 'ETIMEDOUT';
}

/** For what was asked on a channel that has ended: as if the connection had been cut. */
export class ChannelEnded extends Error {
  readonly code = 'ECONNRESET';
}

/** What went wrong on the way to a peer, from the error codes of Node and undici. */
export function describeFailure(error: Error, to: Endpoint): TransportError {
  const where = endpointText(to);
  const code = codeOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return { kind: 'refused', detail: `Nothing answers at ${where}` };
    case 'ETIMEDOUT':
      return { kind: 'timeout', detail: `No connection to ${where} in time` };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { kind: 'unreachable', detail: `The name ${to.host} is not known on this network` };
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return closedError(where);
    case 'UND_ERR_INVALID_ARG':
    case 'ERR_INVALID_URL':
      return { kind: 'unreachable', detail: `The request to ${where} cannot be sent: ${error.message}` };
    default:
      if (code?.startsWith('ERR_SSL_') === true) return closedError(where);
      return isGarbled(error, code)
        ? garbledError(to)
        : { kind: 'unreachable', detail: `${where} cannot be reached from here (${code ?? error.message})` };
  }
}

const closedError = (where: string): TransportError => ({
  kind: 'reset',
  detail: `The connection to ${where} closed before the answer was complete`,
});

const isGarbled = (error: Error, code: string | null): boolean =>
  error instanceof errors.HTTPParserError || code === 'UND_ERR_HEADERS_OVERFLOW';

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
