import type { NodeId, StartId } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type {
  Endpoint,
  PeerRequest,
  PeerResponse,
  Recipient,
  RequestLimits,
  Transport,
  TransportError,
} from '../ports.ts';
import { decodeAnswer, encodeRequest, type Contents, type SealedAnswer } from './contents.ts';
import { frameIn } from './carried.ts';
import { FRAME_OVERHEAD, NONCE_BYTES, open, readFrame, seal, type FrameHead } from './frame.ts';
import { CHANNEL_KEY_BYTES, CHANNEL_PATH } from './channel-path.ts';
import { KEY_PATH } from './key-path.ts';
import { packed, unpacked, type Packed } from './packing.ts';
import { SEALED_PATH, type SealedComponents } from './sealed-server.ts';
import type { GroupId } from './keys.ts';

/** What a frame's contents may be longer than the body in them. */
const HEAD_BYTES = 64 * 1024;
/** After so many requests under one start, or to so many machines, another start id is taken (GR2, LM1). */
const MAX_COUNT = 2 ** 30;
const MAX_RECEIVERS = 16_384;
/** Latest time that a request may bear: whatever a receiver said of its clock, it is to understand the next one. */
const MAX_TIME = 2 ** 48 - 1;

export interface SealedClientComponents extends SealedComponents {
  transport: Pick<Transport, 'request'>;
  /** Takes another start id: the keys and counters of the old one are used up. */
  renew: () => void;
}

/** What a receiver said is right after it was asked under a wrong start id or at a wrong time (GR4). */
interface Belief {
  start: StartId;
  /** How far its clock is ahead; for frames only. */
  offsetMs: number;
}

/** One request with what is known of who shall answer it. */
interface Sealable {
  request: PeerRequest;
  contents: Packed;
  recipient: Recipient | null;
}

interface Call extends Sealable {
  to: Endpoint;
  limits: RequestLimits;
}

/** A request for a channel, sealed. */
export interface Opening {
  frame: Uint8Array;
  /** The key in the answer; null when it is none of just this request. */
  keyFrom: (answer: Uint8Array) => Uint8Array | null;
}

interface Opened extends Contents<SealedAnswer> {
  sender: NodeId;
  start: StartId;
}

interface Sent {
  head: FrameHead;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Seals requests and opens their answers; what is not an answer of the group to just this request is none (GR3). */
export class SealedClient {
  readonly #parts: SealedClientComponents;
  readonly #beliefs = new Map<NodeId, Belief>();
  readonly #counts = new Map<NodeId | null, number>();
  #sent = 0;

  constructor(components: SealedClientComponents) {
    this.#parts = components;
  }

  async request(
    to: Endpoint,
    request: PeerRequest,
    limits: RequestLimits,
    recipient: Recipient | null,
  ): Promise<Result<PeerResponse, TransportError>> {
    const { scheduler, packing } = this.#parts;
    const startedAt = scheduler.monotonicMs();
    const call: Call = { to, request, limits, recipient, contents: await packed(packing, request.body) };
    const first = await this.#attempt(call, recipient === null ? null : (this.#beliefs.get(recipient.id) ?? null));
    if (!first.ok) return first;
    if (first.value.said.kind === 'answer') return this.#unpack(first.value, limits);
    const timeoutMs = Math.max(1, limits.timeoutMs - (scheduler.monotonicMs() - startedAt));
    const second = await this.#attempt({ ...call, limits: { ...limits, timeoutMs } }, this.#corrected(first.value));
    return second.ok ? this.#unpack(second.value, limits) : second;
  }

  /** Asks the recipient for a channel (GR9). Null while it is not known which key the other side has (GR5). */
  opening(recipient: Recipient): Opening | null {
    const [group, ...older] = this.#parts.keyring.ids;
    if (group === undefined || older.length > 0) return null;
    const request = { method: 'POST', path: CHANNEL_PATH, grapevine: null, body: NOTHING };
    const contents = { packed: false, body: NOTHING };
    const sent = this.#seal(group, { request, contents, recipient }, this.#beliefs.get(recipient.id) ?? null);
    if (sent === null) return null;
    const keyFrom: Opening['keyFrom'] = (answer) => {
      const opened = this.#open(answer, sent, recipient);
      const isKey = opened?.said.kind === 'answer' && opened.body.length === CHANNEL_KEY_BYTES;
      return isKey ? opened.body : null;
    };
    return { frame: sent.bytes, keyFrom };
  }

  /**
   * While two keys are held it is not always known which the other side has (GR5): the one it used last comes first, or the oldest, since
   * most hold that. Whoever does not have it answers as to a stranger, and the next is tried.
   */
  #groupsFor({ recipient, request }: Call): readonly GroupId[] {
    const { keyring, holders } = this.#parts;
    // A key that was made to shut somebody out must not travel under one that he has.
    const ids = request.path === KEY_PATH ? keyring.handing : keyring.ids;
    if (ids.length < 2) return ids;
    const there = recipient === null ? null : holders.of(recipient.id);
    const likely = [there?.newest, there?.sealed, ids.at(-1)].find((id) => id !== undefined && ids.includes(id));
    return [...new Set(likely === undefined ? ids : [likely, ...ids])];
  }

  /** What the receiver said is right, remembered. */
  #corrected({ sender, start, said }: Opened): Belief {
    const belief = { start, offsetMs: said.time - this.#parts.clock.now() };
    if (this.#beliefs.size >= MAX_RECEIVERS) this.#beliefs.clear();
    this.#beliefs.set(sender, belief);
    return belief;
  }

  async #attempt(call: Call, belief: Belief | null): Promise<Result<Opened, TransportError>> {
    let answer: Result<Opened, TransportError> = err(OTHERS);
    for (const group of this.#groupsFor(call)) {
      answer = await this.#attemptIn(group, call, belief);
      if (answer.ok || answer.error.kind !== 'foreign') break;
    }
    return answer;
  }

  async #attemptIn(group: GroupId, call: Call, belief: Belief | null): Promise<Result<Opened, TransportError>> {
    const { to, limits, recipient } = call;
    const sent = this.#seal(group, call, belief);
    if (sent === null) return err(OTHERS);
    const request = { method: 'POST', path: SEALED_PATH, grapevine: null, body: sent.bytes };
    const maxResponseBytes = limits.maxResponseBytes + HEAD_BYTES + FRAME_OVERHEAD;
    const answer = await this.#parts.transport.request(to, request, { ...limits, maxResponseBytes }, recipient);
    if (!answer.ok) return answer;
    const frame = frameIn(answer.value);
    const opened = frame === null ? null : this.#open(frame, sent, recipient);
    return opened === null ? err(OTHERS) : ok(opened);
  }

  /** Null when the key was ended meanwhile. */
  #seal(group: GroupId, { request, contents, recipient }: Sealable, belief: Belief | null): Sent | null {
    const { keyring, self, random, clock } = this.#parts;
    const receiver = recipient?.id ?? null;
    const count = this.#nextCount(receiver);
    const head = { group, sender: self.id, start: self.startId, receiver };
    const key = keyring.key(group, head);
    if (key === null) return null;
    const { method, path, grapevine: header } = request;
    const time = Math.min(MAX_TIME, Math.max(0, clock.now() + (belief?.offsetMs ?? 0)));
    const start = receiver === null ? null : (belief?.start ?? recipient?.startId ?? null);
    const newer = keyring.newerThan(group);
    const said = { time, count, start, newer, method, path, header, packed: contents.packed };
    const bytes = seal(key, head, random.bytes(NONCE_BYTES), [encodeRequest(said), contents.body], null);
    return { head, bytes };
  }

  #nextCount(receiver: NodeId | null): number {
    const isUsedUp = this.#sent >= MAX_COUNT || this.#counts.size >= MAX_RECEIVERS;
    if (isUsedUp) {
      this.#parts.renew();
      this.#counts.clear();
      this.#beliefs.clear();
      this.#sent = 0;
    }
    this.#sent += 1;
    const count = this.#counts.get(receiver) ?? 0;
    this.#counts.set(receiver, count + 1);
    return count;
  }

  /** Null when it is not the answer of the recipient, or of any member where none is named, to just this request. */
  #open(body: Uint8Array, { head, bytes }: Sent, recipient: Recipient | null): Opened | null {
    const frame = readFrame(body);
    if (frame?.head.group !== head.group || frame.head.receiver !== head.sender) return null;
    const { sender, start } = frame.head;
    if (recipient !== null && sender !== recipient.id) return null;
    const key = this.#parts.keyring.key(head.group, frame.head);
    const plain = key === null ? null : open(key, frame, bytes);
    const contents = plain === null ? null : decodeAnswer(plain);
    if (contents === null) return null;
    this.#parts.holders.note(sender, { sealed: head.group, newest: contents.said.newer ?? head.group });
    return { sender, start, ...contents };
  }

  async #unpack(
    { said, body }: Opened,
    { maxResponseBytes }: RequestLimits,
  ): Promise<Result<PeerResponse, TransportError>> {
    if (said.kind === 'again') return err(OTHERS);
    const plain = await unpacked(this.#parts.packing, { packed: said.packed, body }, maxResponseBytes);
    if (plain.ok) {
      plain.value.release();
      return ok({ status: said.status, grapevine: said.header, body: plain.value.body });
    }
    return err(plain.error === 'too-large' ? tooLarge(maxResponseBytes) : GARBLED);
  }
}

const NOTHING = new Uint8Array(0);
const OTHERS: TransportError = {
  kind: 'foreign',
  detail: 'What answers there does not belong to this group',
};
const GARBLED: TransportError = { kind: 'reset', detail: 'The answer cannot be decompressed' };
const tooLarge = (bytes: number): TransportError => ({
  kind: 'too-large',
  detail: `The answer has more than ${bytes} bytes`,
});
