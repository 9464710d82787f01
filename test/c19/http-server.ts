import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { C19Answer, C19Request } from './agent.ts';

type Handler = (request: C19Request) => C19Answer;

/** Listens on loopback; port 0 takes a free one. */
export async function listen(port: number, handler: Handler): Promise<Server> {
  const server = createServer((incoming, outgoing) => void respond(handler, incoming, outgoing));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Of a server that listens. */
export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function respond(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const body = await buffer(incoming);
    const answer = handler({ method: incoming.method ?? '', path: incoming.url ?? '', body });
    outgoing.writeHead(answer.status, answer.status === 204 ? {} : { 'Content-Length': answer.body.length });
    outgoing.end(answer.body);
  } catch {
    outgoing.destroy();
  }
}
