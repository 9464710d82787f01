import { connect, type Socket } from 'node:net';
import { openRawServer, type RawServer } from './raw-server.ts';

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
  private readonly server: RawServer;

  private constructor(server: RawServer) {
    this.server = server;
  }

  static async to(port: number): Promise<Relay> {
    const server = await openRawServer((client) => {
      const behind = connect(port, '127.0.0.1');
      relay.pass('client', client, behind);
      relay.pass('server', behind, client);
    });
    const relay = new Relay(server);
    return relay;
  }

  get port(): number {
    return this.server.port;
  }

  /** All bytes that one side sent. */
  sentBy(side: Passing['from']): Buffer {
    return Buffer.concat(this.passed.filter(({ from }) => from === side).map(({ bytes }) => bytes));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server.close();
  }

  private pass(from: Passing['from'], source: Socket, target: Socket): void {
    source.on('data', (bytes: Buffer) => {
      const passing = { from, bytes };
      this.passed.push(passing);
      target.write(this.change(passing));
    });
    source.on('error', () => source.destroy()).once('close', () => target.destroy());
  }
}
