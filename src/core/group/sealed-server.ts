import type { ChannelGrant, Clock, PeerHandler, PeerRequest, PeerResponse, Random, Scheduler } from '../ports.ts';
import type { Self } from '../self.ts';
import { decodeRequest, encodeAnswer, type Contents, type SealedAnswer, type SealedRequest } from './contents.ts';
import { carried } from './carried.ts';
import { CHANNEL_KEY_BYTES, CHANNEL_PATH } from './channel-path.ts';
import { NONCE_BYTES, open, readFrame, seal, type Frame } from './frame.ts';
import { KEY_PATH } from './key-path.ts';
import type { KeyHolders } from './key-holders.ts';
import type { Keyring } from './keyring.ts';
import type { GroupId } from './keys.ts';
import { packed, unpacked, type Packing } from './packing.ts';
import { MAX_OFF_MS, ReplayGuard } from './replay-guard.ts';

/** Where every sealed request goes (GR3). */
export const SEALED_PATH = '/-/x';
/** The only request that may be meant for whoever answers. */
const HELLO_PATH = '/-/hello';
/** Largest body inside a frame (PS5). */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export interface SealedComponents {
  clock: Clock;
  scheduler: Scheduler;
  random: Random;
  self: Pick<Self, 'id' | 'startId'>;
  keyring: Keyring;
  holders: KeyHolders;
  packing: Packing;
}

export interface SealedServerComponents extends SealedComponents {
  /** What is answered once it was opened. */
  handler: PeerHandler;
  /** Something came from there that only a member of another group, or of none, would send (GR4). */
  onStranger: (remoteHost: string) => void;
}

interface Opened extends Contents<SealedRequest> {
  frame: Frame;
}

/** Opens what members of the group ask and seals the answers; nobody else learns anything (GR3, GR4). */
export class SealedServer {
  readonly #parts: SealedServerComponents;
  readonly #replays = new ReplayGuard();

  constructor(components: SealedServerComponents) {
    this.#parts = components;
  }

  async handle(request: PeerRequest, remoteHost: string): Promise<PeerResponse> {
    const opened = this.#open(request);
    if (opened === null) {
      this.#parts.onStranger(remoteHost);
      return UNAUTHORIZED;
    }
    const { group, sender } = opened.frame.head;
    if (this.#isStale(opened)) return this.#answer(opened, { kind: 'again', ...this.#facts(group) }, NOTHING);
    this.#parts.holders.note(sender, { sealed: group, newest: opened.said.newer ?? group });
    return this.#seal(opened, await this.#respond(opened, remoteHost));
  }

  /**
   * What a member may open a channel with (GR9); null for everything else. While two keys are held there are none: frames tell who has which (GR5).
   */
  grant(opening: Uint8Array, remoteHost: string): ChannelGrant | null {
    const { keyring, holders, random, onStranger } = this.#parts;
    const opened = this.#open({ method: 'POST', path: SEALED_PATH, grapevine: null, body: opening });
    if (opened === null) {
      onStranger(remoteHost);
      return null;
    }
    if (opened.said.path !== CHANNEL_PATH || keyring.ids.length > 1 || this.#isStale(opened)) return null;
    const { group, sender } = opened.frame.head;
    holders.note(sender, { sealed: group, newest: opened.said.newer ?? group });
    const key = random.bytes(CHANNEL_KEY_BYTES);
    const said = { kind: 'answer', ...this.#facts(group), status: 200, header: null, packed: false } as const;
    const answer = this.#sealAnswer(opened, said, key);
    return answer === null ? null : { answer, key, handler: (request, host) => this.#pushed(request, host) };
  }

  /** A channel carries pushes and nothing else. */
  #pushed(request: PeerRequest, remoteHost: string): Promise<PeerResponse> {
    return request.method === 'PUT' ? this.#parts.handler(request, remoteHost) : Promise.resolve(NOT_HERE);
  }

  async #respond({ said, body }: Opened, remoteHost: string): Promise<PeerResponse> {
    const plain = await unpacked(this.#parts.packing, { packed: said.packed, body }, MAX_BODY_BYTES);
    if (!plain.ok) return { status: plain.error === 'no-room' ? 503 : 413, grapevine: null, body: NOTHING };
    const { method, path, header: grapevine } = said;
    const response = await this.#parts.handler({ method, path, grapevine, body: plain.value.body }, remoteHost);
    plain.value.release();
    return response;
  }

  /** Null for everything but a new request by a member to this machine. */
  #open({ method, path, body }: PeerRequest): Opened | null {
    const { keyring, self, scheduler } = this.#parts;
    if (method !== 'POST' || path !== SEALED_PATH) return null;
    const frame = readFrame(body);
    if (frame === null) return null;
    const { head } = frame;
    if (head.receiver !== null && head.receiver !== self.id) return null;
    const key = keyring.key(head.group, head);
    const bytes = key === null ? null : open(key, frame, null);
    const contents = bytes === null ? null : decodeRequest(bytes);
    if (contents === null) return null;
    if (head.receiver === null && contents.said.path !== HELLO_PATH) return null;
    if (contents.said.path === KEY_PATH && !keyring.mayBringKey(head.group)) return null;
    if (!this.#replays.take(head, contents.said.count, scheduler.monotonicMs())) return null;
    return { frame, ...contents };
  }

  /** Meant for an earlier start of this machine, or of another time: perhaps recorded. */
  #isStale({ frame, said }: Opened): boolean {
    const { self, clock } = this.#parts;
    if (Math.abs(clock.now() - said.time) > MAX_OFF_MS) return true;
    return frame.head.receiver !== null && said.start !== self.startId;
  }

  async #seal(opened: Opened, { status, grapevine: header, body }: PeerResponse): Promise<PeerResponse> {
    const contents = await packed(this.#parts.packing, body);
    const facts = this.#facts(opened.frame.head.group);
    return this.#answer(opened, { kind: 'answer', ...facts, status, header, packed: contents.packed }, contents.body);
  }

  /** What every answer says. */
  #facts(group: GroupId): Pick<SealedAnswer, 'time' | 'newer'> {
    return { time: this.#parts.clock.now(), newer: this.#parts.keyring.newerThan(group) };
  }

  #answer(opened: Opened, said: SealedAnswer, body: Uint8Array): PeerResponse {
    const sealed = this.#sealAnswer(opened, said, body);
    return sealed === null ? UNAUTHORIZED : carried(sealed);
  }

  /** Null when the key was ended while this was being answered. */
  #sealAnswer({ frame }: Opened, said: SealedAnswer, body: Uint8Array): Uint8Array | null {
    const { keyring, self, random } = this.#parts;
    const { group, sender } = frame.head;
    const head = { group, sender: self.id, start: self.startId, receiver: sender };
    const key = keyring.key(group, head);
    if (key === null) return null;
    return seal(key, head, random.bytes(NONCE_BYTES), [encodeAnswer(said), body], frame.bytes);
  }
}

const NOTHING = new Uint8Array(0);
const NOT_HERE: PeerResponse = { status: 404, grapevine: null, body: NOTHING };
const UNAUTHORIZED: PeerResponse = { status: 401, grapevine: null, body: NOTHING };
