import { setImmediate } from 'node:timers/promises';
import { ManualTime } from '../../../src/core/testing/manual-time.ts';
import { Link } from '../../../src/main/adapters/mdns/link.ts';
import { readService, type FoundService } from '../../../src/main/adapters/mdns/records.ts';
import { DEFAULT_MDNS_SETTINGS } from '../../../src/main/adapters/mdns/settings.ts';
import {
  fakeMachine,
  FakeNetwork,
  type FakeMachine,
  type FakeSocket,
} from '../../../src/main/adapters/mdns/testing/fake-network.ts';
import { ANNA, BERT, isAnswer, messagesOf } from '../../../src/main/adapters/mdns/testing/link-kit.ts';
import { packetOf } from '../lib/dns-packet.ts';
import { readOrders, spoiled } from '../lib/message.ts';
import { judgeSentence } from '../lib/sentence.ts';
import { accepted, refused, Violation, type Outcome, type Target, type World } from '../lib/target.ts';

/** Most packets that one from the network may cause (LM1). */
const MAX_SENT = 6;
/** After so many inputs an honest announcement has to be heard still. */
const HONEST_EVERY = 100;

/** A packet for a link that looks and announces: a description as JSON, else the bytes as they are. The orders spoil it, `port` is its source's. */
class MdnsWorld implements World {
  readonly #network = new FakeNetwork();
  readonly #time = new ManualTime(() => setImmediate());
  readonly #machine: FakeMachine;
  readonly #link: Link;
  readonly #heard: FoundService[] = [];
  #announcement: Buffer = Buffer.alloc(0);
  #fed = 0;

  constructor() {
    this.#machine = fakeMachine(this.#network, this.#time, {});
    this.#link = new Link(this.#machine.components, DEFAULT_MDNS_SETTINGS, {
      ...{ interfaceName: 'eth0', addresses: ['10.0.0.1'], self: BERT, accepts: () => true },
      onService: (service) => {
        const found = readService(service);
        if (found !== null) this.#heard.push(found);
      },
    });
  }

  async open(): Promise<this> {
    this.#announcement = (await messagesOf(ANNA)).find(isAnswer) ?? this.#announcement;
    await this.#link.open();
    await this.#time.pass(5_000);
    return this;
  }

  async feed(input: Uint8Array): Promise<Outcome> {
    const { orders, rest } = readOrders(input);
    const packet = Buffer.from(spoiled(packetIn(rest), orders));
    const outcome = await this.#give(packet, Number(orders.get('port') ?? 5353));
    this.#fed += 1;
    if (this.#fed % HONEST_EVERY === 0) await this.#hearAnna();
    return outcome;
  }

  close(): Promise<void> {
    const closing = this.#link.close();
    return this.#time.pass(2_000).then(() => closing);
  }

  async #give(packet: Buffer, port: number): Promise<Outcome> {
    this.#heard.length = 0;
    this.#socket.sent.length = 0;
    this.#socket.receive(packet, { port });
    await this.#time.pass(150);
    const sent = this.#socket.sent.length;
    if (sent > MAX_SENT) throw new Violation(`[LM1] one packet caused ${sent}`);
    for (const found of this.#heard) judgeFound(found);
    const faults = this.#machine.log.splice(0).filter(({ event }) => event === 'mdns-message-failed');
    if (faults.length > 0) return refused(`failed: ${JSON.stringify(faults[0]?.fields)}`);
    if (this.#heard.length > 0) return accepted(`heard ${Math.min(2, this.#heard.length)}`);
    return sent > 0 ? accepted('answered') : refused('passed over');
  }

  get #socket(): FakeSocket {
    const [socket] = this.#network.sockets;
    if (socket === undefined) throw new Error('the link opened no socket');
    return socket;
  }

  async #hearAnna(): Promise<void> {
    await this.#time.pass(2_000);
    await this.#give(this.#announcement, 5353);
    if (!this.#heard.some(({ id }) => id === ANNA.id))
      throw new Violation('[PD2] an honest announcement is not heard any more');
  }
}

function packetIn(bytes: Uint8Array): Uint8Array {
  try {
    return packetOf(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return bytes;
  }
}

function judgeFound({ id, host, port, groupId, name }: FoundService): void {
  const isRight =
    /^[0-9a-f]{32}$/.test(id) &&
    /^[\d.]+$/.test(host) &&
    port >= 1 &&
    port <= 65_535 &&
    /^([0-9a-f]{16})?$/.test(groupId ?? '');
  if (!isRight) throw new Violation(`[PD2] found what cannot be: ${JSON.stringify({ id, host, port, groupId, name })}`);
  if (name !== null && judgeSentence(name).length > 64)
    throw new Violation(`[PD2] a name of ${name.length} characters`);
}

/** Packets of mDNS, from any machine of the link. */
export const MDNS: Target = { name: 'mdns', form: 'tree', open: () => new MdnsWorld().open() };
