import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection that says exactly what a test wants, and keeps what comes back. */
export class RawClient {
  /** Everything received, once the connection has closed. */
  readonly closed: Promise<string>;
  private readonly socket: Socket;
  private text = '';
  private resets = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (this.text += chunk));
    socket.on('error', () => (this.resets += 1));
    this.closed = new Promise((resolve) => socket.once('close', () => resolve(this.text)));
  }

  /** With `keepsOpen` it does not end its side when the server ends its own; `from` is an address of this machine. */
  static async open(port: number, host = '127.0.0.1', keepsOpen = false, from?: string): Promise<RawClient> {
    const socket = connect({ port, host, allowHalfOpen: keepsOpen, localAddress: from });
    const client = new RawClient(socket);
    await once(socket, 'connect');
    return client;
  }

  /** Sends one text on a connection of its own; resolves with all that came back until the server closed it. */
  static async exchange(port: number, text: string | Buffer): Promise<string> {
    const client = await RawClient.open(port);
    client.send(text);
    return client.closed;
  }

  /** True once the server has closed with a reset instead of an end. */
  get wasReset(): boolean {
    return this.resets > 0;
  }

  get isClosed(): boolean {
    return this.socket.closed;
  }

  send(bytes: string | Buffer): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Ends our side, as after the last byte of a request. */
  end(): void {
    this.socket.end();
  }

  abort(): void {
    this.socket.destroy();
  }

  /** Stops taking in what the server sends. */
  stopReading(): void {
    this.socket.pause();
  }

  /** Resolves with all text received so far once it contains `part`; fails if the connection closes before. */
  async until(part: string): Promise<string> {
    while (!this.text.includes(part)) {
      if (this.socket.closed) throw new Error(`closed without ${part}: ${this.text}`);
      await Promise.race([once(this.socket, 'data'), this.closed]);
    }
    return this.text;
  }
}

/** A request's text: headers are given as lines. */
export const requestText = (line: string, headers: string[], body = ''): string =>
  [`${line} HTTP/1.1`, ...headers, '', body].join('\r\n');

/** The status of an answer's text. */
export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);

/** The error sentence of an answer's text. */
export function errorOf(answer: string): string {
  const parsed: unknown = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
  if (typeof parsed === 'object' && parsed !== null && 'error' in parsed) return String(parsed.error);
  throw new Error(`no error sentence in ${answer}`);
}
