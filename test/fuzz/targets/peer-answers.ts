import type { PeerRequest, PeerResponse } from '../../../src/core/ports.ts';
import type { GroupSecret } from '../../../src/core/group/invite-code.ts';
import type { Others } from '../lib/virtual-node.ts';
import { readMessage, type Message } from '../lib/message.ts';
import { PEER_HOST, PEER_ID, sampleHeader, type PlayedPeer } from '../lib/played-peer.ts';
import { PeerWorld } from '../lib/peer-world.ts';
import { accepted, refused, type Outcome, type Target } from '../lib/target.ts';

/**
 * Answers to what the node asks of its peer: the first line is `<status> <what it answers>`, a path or `GET`. The node is made to ask
 * by the order `do`: `sync`, `compare`, `write` or `greet`.
 */
export class AnswerWorld extends PeerWorld {
  constructor(secret: GroupSecret | null = null, around?: (peer: PlayedPeer) => Others) {
    super(secret, around);
  }

  protected async take(input: Uint8Array): Promise<Outcome> {
    const message = readMessage(input);
    let used = 0;
    this.peer.write();
    this.peer.sample = message;
    this.peer.instead = (request) => {
      if (!isMeant(message, request)) return null;
      used += 1;
      return responseOf(message);
    };
    const text = await this.#provoke(message.orders.get('do') ?? 'sync');
    this.peer.instead = () => null;
    return (used > 0 && text === '' ? accepted : refused)(
      `${used > 0 ? message.second.slice(0, 20) : 'unused'} ${text}${this.#noted()}`,
    );
  }

  async #provoke(how: string): Promise<string> {
    const { virtual } = this;
    const { node } = virtual;
    if (how === 'compare') {
      const rowId = node.peers().find(({ id }) => id === PEER_ID)?.rowId ?? '';
      const options = { limit: 500, onFound: () => undefined, goesOn: () => true };
      const compared = await virtual.within(node.comparePeer(rowId, options));
      return compared.ok ? '' : compared.error;
    }
    if (how === 'greet') node.rename('m0');
    else if (how === 'write')
      await virtual.within(node.write([{ key: 'written', value: virtual.clock.now() }], { kind: 'user' }));
    else node.syncNow();
    await virtual.pass(3_000);
    return '';
  }

  /** What the node says in its log of exchanges with the peer. */
  #noted(): string {
    const row = this.virtual.node.peers().find(({ host, id }) => id === PEER_ID || host === PEER_HOST);
    const last = row?.exchanges.find(({ ok }) => !ok) ?? row?.exchanges[0];
    return last === undefined ? '' : ` ${last.kind} ${last.text}`;
  }
}

const isMeant = ({ second }: Message, { method, path }: PeerRequest): boolean =>
  second === path || second === method || (second === 'PAGE' && path.startsWith('/?'));

export function responseOf({ first, headers, body }: Message): PeerResponse {
  const status = /^[1-5]\d\d$/.test(first) ? Number(first) : 200;
  const header = headers.get('grapevine') ?? sampleHeader();
  return { status, grapevine: header === 'none' ? null : header, body };
}

/** What peers answer to pulls, comparisons, pushes and greetings (RC1 to RC4, RE1, RE4, PB7). */
export const ANSWERS: Target = { name: 'answers', form: 'text', open: () => new AnswerWorld().open() };
