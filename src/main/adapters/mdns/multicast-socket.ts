import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { err, ok, type Result } from '../../../shared/result.ts';

/** The group of RFC 6762. */
export const MDNS_GROUP = '224.0.0.251';

/** A datagram socket in the mDNS group on one interface. */
export interface MulticastSocket {
  /** `done` gets the error if it was not sent. Never throws. */
  send(bytes: Uint8Array, port: number, address: string, done: (error: Error | null) => void): void;
  /** May be called twice. */
  close(): Promise<void>;
}

export interface SocketHandlers {
  onDatagram(bytes: Buffer, source: RemoteInfo): void;
  /** The socket is of no use any more. */
  onError(error: Error): void;
}

/** Opens a socket on the interface that has `address` (IPv4); the error is the system's words. Never rejects. */
export type OpenSocket = (
  at: { address: string; port: number },
  handlers: SocketHandlers,
) => Promise<Result<MulticastSocket, string>>;

/**
 * Joins the group on this one interface only, so nothing is received from or sent to another. The socket is bound to
 * the group's address where the system can: datagrams to one machine's port 5353, which may come from beyond the link
 * or be meant for the system's own responder, then do not arrive here.
 */
export const openMulticastSocket: OpenSocket = ({ address, port }, handlers) =>
  new Promise((resolve) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    const closed = new Promise<void>((done) => socket.once('close', done));
    const fail = (error: Error): void => {
      close(socket);
      resolve(err(error.message));
    };
    let report = fail;
    socket.on('error', (error) => report(error));
    socket.bind(port, process.platform === 'win32' ? '0.0.0.0' : MDNS_GROUP, () => {
      const problem = join(socket, address);
      if (problem !== null) {
        fail(problem);
        return;
      }
      report = (error) => handlers.onError(error);
      socket.on('message', (bytes, source) => handlers.onDatagram(bytes, source));
      resolve(ok(wrap(socket, closed)));
    });
  });

function join(socket: Socket, address: string): Error | null {
  try {
    socket.addMembership(MDNS_GROUP, address);
    socket.setMulticastInterface(address);
    socket.setMulticastTTL(255);
    socket.setMulticastLoopback(true);
    return null;
  } catch (error) {
    return toError(error);
  }
}

function wrap(socket: Socket, closed: Promise<void>): MulticastSocket {
  return {
    send: (bytes, port, address, done) => {
      try {
        socket.send(bytes, port, address, (error) => done(error));
      } catch (error) {
        done(toError(error));
      }
    },
    close: () => {
      close(socket);
      return closed;
    },
  };
}

function close(socket: Socket): void {
  try {
    socket.close();
  } catch {
    // It is closed already, or was never open: both are what was wanted.
  }
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
