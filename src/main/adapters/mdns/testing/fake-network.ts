import type { RemoteInfo } from 'node:dgram';
import { setImmediate } from 'node:timers/promises';
import { ManualTime } from '../../../../core/testing/manual-time.ts';
import { SeededRandom } from '../../../../core/testing/seeded-random.ts';
import { err, ok } from '../../../../shared/result.ts';
import type { InterfaceList } from '../../interfaces.ts';
import type { MdnsComponents } from '../components.ts';
import type { MulticastSocket, OpenSocket, SocketHandlers } from '../multicast-socket.ts';

export interface FakeSocket {
  address: string;
  isOpen: boolean;
  sent: Buffer[];
  /** Lets a datagram come in. */
  receive(datagram: Buffer, from?: { address?: string; port?: number }): void;
  /** The system reports the socket broken. */
  break(reason: string): void;
}

/** Sockets without a system: all of those open hear each other, as on one link. */
export class FakeNetwork {
  /** Every socket ever opened. */
  readonly sockets: FakeSocket[] = [];
  attempts = 0;
  /** Why opening fails now. */
  refusal: string | null = null;
  /** What becomes of what is sent: it arrives, fails, or is never heard of again. */
  sending: 'works' | 'fails' | 'hangs' = 'works';

  readonly openSocket: OpenSocket = ({ address, port }, handlers) => {
    this.attempts += 1;
    if (this.refusal !== null) return Promise.resolve(err(this.refusal));
    const fake = fakeSocket(address, port, handlers);
    this.sockets.push(fake);
    return Promise.resolve(ok(this.#socketOf(fake, port)));
  };

  get open(): FakeSocket[] {
    return this.sockets.filter(({ isOpen }) => isOpen);
  }

  #socketOf(fake: FakeSocket, port: number): MulticastSocket {
    return {
      send: (bytes, _port, _address, done) => {
        if (this.sending === 'hangs') return;
        process.nextTick(done, this.sending === 'fails' ? new Error('network is unreachable') : null);
        if (this.sending === 'fails') return;
        fake.sent.push(Buffer.from(bytes));
        for (const other of this.open) other.receive(Buffer.from(bytes), { address: fake.address, port });
      },
      close: () => {
        fake.isOpen = false;
        return Promise.resolve();
      },
    };
  }
}

function fakeSocket(address: string, mdnsPort: number, handlers: SocketHandlers): FakeSocket {
  const fake: FakeSocket = {
    address,
    isOpen: true,
    sent: [],
    receive: (datagram, { address: from = '10.0.0.99', port = mdnsPort } = {}) => {
      const source: RemoteInfo = { address: from, port, family: 'IPv4', size: datagram.length };
      process.nextTick(() => {
        if (fake.isOpen) handlers.onDatagram(datagram, source);
      });
    },
    break: (reason) => handlers.onError(new Error(reason)),
  };
  return fake;
}

/** One log line: its event and fields. */
export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  event: string;
  fields: unknown;
}

export interface FakeMachine {
  components: MdnsComponents;
  log: LogLine[];
  /** To be set by the test. */
  interfaces: { list: InterfaceList };
  /** Tasks scheduled and neither run nor cancelled. */
  waiting: Set<object>;
}

/** A machine with virtual time and a seeded random source. */
export function fakeMachine(network: FakeNetwork, time: ManualTime, list: InterfaceList, seed = 7): FakeMachine {
  const waiting = new Set<object>();
  const log: LogLine[] = [];
  const write = (level: LogLine['level']) => (event: string, fields: unknown) =>
    void log.push({ level, event, fields });
  const interfaces = { list };
  const components: MdnsComponents = {
    logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    scheduler: { monotonicMs: () => time.monotonicMs(), after: counted(time, waiting) },
    random: new SeededRandom(seed),
    networkInterfaces: () => interfaces.list,
    openSocket: network.openSocket,
  };
  return { components, log, interfaces, waiting };
}

function counted(time: ManualTime, waiting: Set<object>): ManualTime['after'] {
  return (delayMs, run) => {
    const task = {};
    waiting.add(task);
    const cancel = time.after(delayMs, () => {
      waiting.delete(task);
      run();
    });
    return () => {
      waiting.delete(task);
      cancel();
    };
  };
}

export const createTime = (): ManualTime => new ManualTime(() => setImmediate());

/** An interface with one IPv4 address in a /24. */
export function interfaceOf(address: string, mac = '02:00:00:00:00:01'): NonNullable<InterfaceList[string]> {
  return [{ address, netmask: '255.255.255.0', family: 'IPv4', mac, internal: false, cidr: `${address}/24` }];
}
