import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

export interface RawServer {
  port: number;
  /** Every connection so far, in order. */
  connections: Socket[];
  close(): Promise<void>;
}

/** A TCP server that treats each connection as a test wants. */
export async function openRawServer(onConnection: (socket: Socket, index: number) => void): Promise<RawServer> {
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    // A client that gives up resets the connection.
    socket.on('error', () => undefined);
    connections.push(socket);
    onConnection(socket, connections.length - 1);
  });
  await once(server.listen({ host: '127.0.0.1', port: 0 }), 'listening');
  return { port: portOf(server), connections, close: () => closeAll(server, connections) };
}

async function closeAll(server: Server, connections: Socket[]): Promise<void> {
  const closed = once(server.close(), 'close');
  for (const socket of connections) socket.destroy();
  await closed;
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
