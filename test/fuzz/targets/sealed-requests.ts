import { frameIn } from '../../../src/core/group/carried.ts';
import { CHANNEL_PATH } from '../../../src/core/group/channel-path.ts';
import { headWith, Sealer, SECRET } from '../lib/sealing.ts';
import { readMessage, spoiled, type Message } from '../lib/message.ts';
import { PEER_HOST, PEER_ID, type PlayedPeer } from '../lib/played-peer.ts';
import { judgeAnswer, PeerWorld } from '../lib/peer-world.ts';
import { sealedOthers } from '../lib/sealed-others.ts';
import { refused, Violation, type Outcome, type Target } from '../lib/target.ts';
import type { StartId } from '../../../src/shared/model.ts';
import type { PeerRequest, PeerResponse } from '../../../src/core/ports.ts';

const PATH = '/-/x';
const NOTHING = new Uint8Array(0);

/**
 * Frames of a member of the group, sealed with the right keys: a request as in the open group. The header `Said` replaces the JSON text before the
 * body, `Frame` parts of the frame's head; `Raw: true` sends the body as the frame. The orders spoil the finished frame; with `channel=true` it opens a
 * channel, through which the body is then pushed.
 */
class SealedRequestWorld extends PeerWorld {
  readonly #sealer = new Sealer();
  #count = 0;

  constructor() {
    super(SECRET, (peer: PlayedPeer) => sealedOthers(new Sealer(), peer));
  }

  protected async take(input: Uint8Array): Promise<Outcome> {
    const message = readMessage(input);
    const whole = message.headers.get('raw') === 'true' ? message.body : this.#frame(message);
    const frame = spoiled(whole, message.orders);
    const isSpoiled = Buffer.compare(frame, whole) !== 0;
    if (message.orders.get('channel') === 'true') return this.#open(message, frame, isSpoiled);
    const digest = this.virtual.node.status().digest;
    const asked = { method: 'POST', path: PATH, grapevine: null, body: frame };
    const answer = await this.virtual.ask(asked, PEER_HOST);
    if (answer.status === 401) return judgeRefusal(answer);
    if (isSpoiled) throw new Violation(`[GR3] a spoiled frame was answered ${answer.status}`);
    return this.#judge(message, frame, answer, digest);
  }

  async #open({ headers, body }: Message, frame: Uint8Array, isSpoiled: boolean): Promise<Outcome> {
    const grant = this.virtual.grant(frame, PEER_HOST);
    if (grant === null) return refused('no channel');
    const asked = this.#sealer.openRequest(frame);
    if (isSpoiled || asked?.said.path !== CHANNEL_PATH) throw new Violation('[GR9] a channel nobody asked for');
    const answer = this.#sealer.openAnswer(grant.answer, frame);
    if (answer === null || Buffer.compare(answer.body, grant.key) !== 0)
      throw new Violation('[GR9] the key is not sealed for who asked');
    const request = { method: 'PUT', path: '/', grapevine: headers.get('grapevine') ?? null, body };
    return judgeAnswer(request, await this.virtual.within(grant.handler(request, PEER_HOST)));
  }

  #frame({ first: method, second: path, headers, body, orders }: Message): Uint8Array {
    const { id, startId } = this.virtual.node.status();
    this.#count += 1;
    const header = headers.get('grapevine') ?? null;
    const packed = orders.get('packed') === 'true';
    const time = this.virtual.clock.now();
    const usual = JSON.stringify({ time, count: this.#count, start: startId, method, path, header, packed });
    const said =
      headers.get('said')?.replaceAll('#count', `${this.#count}`) ?? Buffer.from(usual, 'utf8').toString('latin1');
    // Each under a start of its own: a counter from far ahead would shut out all that come after it (GR4).
    const start = this.#count.toString(16).padStart(16, '0') as StartId;
    const head = { group: this.#sealer.keyring.groupId, sender: PEER_ID, start, receiver: id };
    return this.#sealer.seal(headWith(head, headers.get('frame')), { said, body }, null);
  }

  #judge(message: Message, frame: Uint8Array, answer: PeerResponse, digest: string): Outcome {
    const carried = frameIn(answer);
    if (carried === null) throw new Violation(`[GR3] the answer has status ${answer.status} and no frame`);
    const opened = this.#sealer.openAnswer(carried, frame);
    if (opened === null) throw new Violation('[GR3] the answer is not sealed for this request');
    if (opened.said.kind === 'again') {
      if (this.virtual.node.status().digest !== digest) throw new Violation('[GR4] a stale request changed the state');
      return refused('again');
    }
    const { status, header, packed } = opened.said;
    const request: PeerRequest = { method: message.first, path: message.second, grapevine: null, body: NOTHING };
    // Of what `Said` asked the path is not known here, and packed bodies are those of the open group.
    const isPlain = !message.headers.has('said') && !packed;
    return judgeAnswer(request, { status, grapevine: header, body: isPlain ? opened.body : NOTHING });
  }
}

/** Strangers learn nothing (GR4). */
function judgeRefusal({ grapevine, body }: PeerResponse): Outcome {
  if (grapevine !== null || body.length > 0) throw new Violation('[GR4] a refused frame was told something');
  return refused('401');
}

/** What comes to a member of a private group (GR3, GR4). */
export const SEALED_REQUESTS: Target = {
  name: 'sealed-requests',
  form: 'text',
  open: () => new SealedRequestWorld().open(),
};
