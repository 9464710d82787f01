import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { portOf } from './raw-server.ts';

/** What goes through a {@link Relay}, and by whom it was sent. */
export interface Passing {
  from: 'client' | 'server';
  bytes: Buffer;
}

/** A port on loopback that leads to another one, by way of whoever sits between: it keeps all bytes, and may change them. */
export class Relay {
  readonly passed: Passing[] = [];
  /** What goes on instead. */
  change: (passing: Passing) => Buffer = ({ bytes }) => bytes;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(to: number) {
    this.server = createServer((client) => {
      const server = connect(to, '127.0.0.1');
      this.pass('client', client, server);
      this.pass('server', server, client);
    });
  }

  static async to(port: number): Promise<Relay> {
    const relay = new Relay(port);
    await once(relay.server.listen(0, '127.0.0.1'), 'listening');
    return relay;
  }

  get port(): number {
    return portOf(this.server);
  }

  /** All bytes that one side sent. */
  sentBy(side: Passing['from']): Buffer {
    return Buffer.concat(this.passed.filter(({ from }) => from === side).map(({ bytes }) => bytes));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(from: Passing['from'], source: Socket, target: Socket): void {
    this.sockets.add(source);
    source.on('data', (bytes: Buffer) => {
      const passing = { from, bytes };
      this.passed.push(passing);
      target.write(this.change(passing));
    });
    source.on('error', () => source.destroy());
    source.once('close', () => {
      this.sockets.delete(source);
      target.destroy();
    });
  }
}
