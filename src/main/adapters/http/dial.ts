import { connect, type Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { Endpoint } from '../../../core/ports.ts';
import { ConnectTimeout } from './transport-errors.ts';

/** A stream option that the types of `net.connect` leave out: as much at once as undici reads from its own sockets. */
export const READING = { highWaterMark: 64 * 1024 };

/** A connection to it that is being made; with a host name as it is, and by no proxy. */
export const dial = ({ host, port }: Endpoint): Socket =>
  connect({ host, port, noDelay: true, keepAlive: true, ...READING });

/**
 * Opens connections to one endpoint for undici. It dials the endpoint itself and not the URL's host, which cannot carry
 * the zone of a link-local address, and it asks no proxy. `timeoutMs` is read at each attempt (PB4).
 */
export function createDialer(
  to: Endpoint,
  timeoutMs: () => number,
  onSocket: (socket: Socket) => void,
): buildConnector.connector {
  return (_options, callback) => {
    const socket = dial(to);
    const timer = setTimeout(() => socket.destroy(new ConnectTimeout()), timeoutMs());
    const onError = (error: Error) => {
      clearTimeout(timer);
      callback(error, null);
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeListener('error', onError);
      onSocket(socket);
      callback(null, socket);
    });
  };
}
