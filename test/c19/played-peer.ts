import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { close, portOf } from './http-server.ts';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  text: string;
  socket: Socket;
}

/** Answers, or not. */
export type Reply = (outgoing: ServerResponse, method: string) => unknown;

/** A peer on 127.0.0.1 that keeps what it is sent and answers as a test wants. */
export class PlayedPeer {
  readonly port: number;
  readonly requests: Received[];
  readonly #server: Server;

  private constructor(server: Server, requests: Received[]) {
    this.#server = server;
    this.port = portOf(server);
    this.requests = requests;
  }

  static async start(reply: Reply): Promise<PlayedPeer> {
    const requests: Received[] = [];
    const server = createServer((incoming, outgoing) => {
      const { method = '', url: path = '', headers, socket } = incoming;
      // Whoever goes away in the middle of a request is none of the test's concern.
      const receive = (body: string): void => {
        requests.push({ method, path, headers, text: body, socket });
        reply(outgoing, method);
      };
      text(incoming).then(receive, () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PlayedPeer(server, requests);
  }

  stop(): Promise<void> {
    return close(this.#server);
  }
}

/** An answer with a Content-Length. */
export const answer = (
  outgoing: ServerResponse,
  status: number,
  body: string | Uint8Array,
  headers: OutgoingHttpHeaders = {},
): unknown => outgoing.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
