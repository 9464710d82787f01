import { createServer, type Server } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ChannelServer } from './channel-server.ts';
import type { ConnectionGate } from './connection-gate.ts';
import { endSocketWith } from './error-answer.ts';
import type { ListenLimits } from './limits.ts';

/** Requests that arrive too slowly are looked for this often, as a share of the time allowed. */
const CHECKS_PER_TIMEOUT = 4;

/** A server, not yet listening, that hands to `app` what keeps within `limits` (PS5). Without `channels` none can be opened. */
export function createLimitedServer(
  app: FastifyInstance,
  gate: ConnectionGate,
  limits: ListenLimits,
  channels: ChannelServer | null,
): Server {
  const server = createServer({
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.requestTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: Math.ceil(limits.requestTimeoutMs / CHECKS_PER_TIMEOUT),
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    keepAlive: true,
    // The web guard answers a missing Host, in the same form as every other error (PS6).
    requireHostHeader: false,
    shouldUpgradeCallback: (request) => channels?.isOpening(request) === true,
  });
  const accept = gateConnections(server, gate);
  server.on('upgrade', (request, _socket, head) => {
    channels?.upgrade(request, head, (channel) => {
      if (gate.goesOnAs(request.socket, channel)) accept(channel);
      else channel.destroy();
    });
  });
  server.on('request', (request, response) => {
    if (gate.began(request, response)) app.routing(request, response);
  });
  server.on('clientError', (error, socket) => {
    if (socket instanceof Socket) answerClientError(error, socket, gate);
  });
  return server;
}

/**
 * Puts the gate before the server's own connection listeners: a refused connection never reaches the HTTP parser. Returns what hands a connection
 * to those listeners.
 */
function gateConnections(server: Server, gate: ConnectionGate): (socket: Socket) => void {
  const listeners = server.listeners('connection');
  const accept = (socket: Socket) => {
    for (const listener of listeners) listener.call(server, socket);
  };
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    if (gate.admit(socket)) accept(socket);
  });
  return accept;
}

/** Answers what is not HTTP, is too large or too slow, and ends the connection. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket, gate: ConnectionGate): void {
  if (error.code === 'ECONNRESET' || !socket.writable || gate.isAnswering(socket)) {
    socket.destroy();
    return;
  }
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      endSocketWith(socket, 431, 'The request headers are too large.');
      return;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      endSocketWith(socket, 408, 'The request took too long to arrive.');
      return;
    default:
      endSocketWith(socket, 400, 'This is not a valid HTTP request.');
  }
}
