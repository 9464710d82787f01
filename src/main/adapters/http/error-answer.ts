import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';

/** A client that has not closed by then is cut off. */
const LINGER_MS = 1_000;

/** The body of every error answer: one plain sentence. */
export const errorBody = (sentence: string): string => JSON.stringify({ error: sentence });

/** Answers through Fastify. With `close` the connection ends after the answer (PS5). */
export function sendError(reply: FastifyReply, status: number, sentence: string, close = false): FastifyReply {
  if (close) reply.header('connection', 'close');
  return reply.code(status).type('application/json').send(errorBody(sentence));
}

/**
 * Answers on a socket whose request never reached Fastify, and ends the connection. What the client still sends is
 * discarded for a moment: closing with bytes unread would reset the connection and may lose the answer.
 */
export function endSocketWith(socket: Socket, status: number, sentence: string): void {
  const body = errorBody(sentence);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  const cutOff = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(cutOff));
}

/**
 * Refuses a request whose body may not have been read to its end, and ends the connection (PS5). The answer goes out at
 * once; what the other side still sends is discarded for a moment, for the same reason as above.
 */
export function refuseUnread(reply: FastifyReply, status: number, sentence: string): FastifyReply {
  const request = reply.request.raw;
  if (request.complete) return sendError(reply, status, sentence, true);
  const body = errorBody(sentence);
  const answer = reply.hijack().raw;
  answer.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  answer.write(body);
  const cutOff = setTimeout(() => answer.end(), LINGER_MS).unref();
  request.once('close', () => {
    clearTimeout(cutOff);
    answer.end();
  });
  request.resume();
  return reply;
}
