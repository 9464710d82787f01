import { carried } from '../../../src/core/group/carried.ts';
import type { PeerResponse } from '../../../src/core/ports.ts';
import type { Message } from './message.ts';
import { spoiled } from './message.ts';
import { PEER_ID, PEER_START, type PlayedPeer } from './played-peer.ts';
import { headWith, type Sealer } from './sealing.ts';
import type { Others } from './virtual-node.ts';

/** What a played member of the group says to a frame. */
export const sealedOthers =
  (sealer: Sealer, peer: PlayedPeer): Others =>
  async (to, { body: bytes }) => {
    const opened = sealer.openRequest(bytes);
    if (opened === null) throw new Error('the node sealed what cannot be opened');
    const { method, path, header: grapevine } = opened.said;
    const request = { method, path, grapevine, body: opened.body };
    const instead = peer.instead(request);
    const answer = instead ?? (await peer.answer(to, request));
    if (answer === null) return null;
    const { group, sender } = opened.frame.head;
    const head = { group, sender: PEER_ID, start: PEER_START, receiver: sender };
    return sealedAnswer(sealer, head, answer, {
      bytes,
      time: opened.said.time,
      message: instead === null ? null : peer.sample,
    });
  };

interface Asked {
  bytes: Uint8Array;
  time: number;
  /** What the answer was made from; null for an honest one. */
  message: Message | null;
}

function sealedAnswer(
  sealer: Sealer,
  head: Parameters<Sealer['seal']>[0],
  { status, grapevine: header, body }: PeerResponse,
  { bytes, time, message }: Asked,
): PeerResponse {
  const packed = message?.orders.get('packed') === 'true';
  const usual = Buffer.from(JSON.stringify({ kind: 'answer', time, status, header, packed })).toString('latin1');
  const said = message?.headers.get('said') ?? usual;
  const frame = sealer.seal(headWith(head, message?.headers.get('frame')), { said, body }, bytes);
  return carried(message === null ? frame : spoiled(frame, message.orders));
}
