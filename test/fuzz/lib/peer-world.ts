import type { GroupSecret } from '../../../src/core/group/invite-code.ts';
import type { PeerRequest, PeerResponse } from '../../../src/core/ports.ts';
import { parseHeader } from '../../../src/core/sync/grapevine-header.ts';
import { filled } from './message.ts';
import { PEER_HOST, PEER_ID, PEER_START, PlayedPeer, sampleHeader } from './played-peer.ts';
import { accepted, refused, Violation, type Outcome, type World } from './target.ts';
import { VirtualNode, type Others } from './virtual-node.ts';

/** All that a peer server may answer (PS2 to PS5, PD4, ST10). */
const STATUSES = new Set([200, 204, 403, 404, 410, 413, 422, 503]);
/** Now and then more time passes, so that what was put off comes. */
const LONG_EVERY = 50;

/** A node with one honest peer that it knows, to which inputs are given. */
export abstract class PeerWorld implements World {
  readonly virtual: VirtualNode;
  readonly peer: PlayedPeer;
  #fed = 0;

  constructor(secret: GroupSecret | null = null, around: (peer: PlayedPeer) => Others = honest) {
    const peer = new PlayedPeer(() => this.virtual.clock.now());
    this.peer = peer;
    this.virtual = new VirtualNode(around(peer), secret);
  }

  protected abstract take(input: Uint8Array): Promise<Outcome>;

  async open(): Promise<this> {
    await this.virtual.start();
    await this.#meet();
    return this;
  }

  async feed(input: Uint8Array): Promise<Outcome> {
    this.#fed += 1;
    const outcome = await this.take(filled(input, this.#values()));
    await this.virtual.pass(this.#fed % LONG_EVERY === 0 ? 5_000 : 20);
    this.virtual.oracle.check();
    await this.#meet();
    return outcome;
  }

  close(): Promise<void> {
    return this.virtual.close();
  }

  /** Inputs may have sent the peer away: it comes back at once. */
  async #meet(): Promise<void> {
    const isMet = (): boolean =>
      this.virtual.node.peers().some(({ id, state }) => id === PEER_ID && state.kind === 'alive');
    for (let tries = 0; tries < 20 && !isMet(); tries += 1) {
      this.virtual.node.addCandidate({ host: PEER_HOST, port: 4097, id: null, name: null, foundBy: 'mdns' });
      await this.virtual.pass(tries === 0 ? 50 : 5_000);
    }
    if (!isMet()) throw new Violation('[PD4] an honest peer is not met any more');
  }

  #values(): Record<string, string> {
    const { digest, startId, id } = this.virtual.node.status();
    const now = `${this.virtual.clock.now()}`;
    return { now, digest, start: startId, id, header: sampleHeader(), peer: PEER_ID, peerstart: PEER_START };
  }
}

const honest =
  (peer: PlayedPeer): Others =>
  (to, request) =>
    peer.answer(to, request);

/** Whether an answer is one that a node may give. */
export function judgeAnswer(request: PeerRequest, { status, grapevine, body }: PeerResponse): Outcome {
  if (!STATUSES.has(status)) throw new Violation(`the answer has status ${status}`);
  if (grapevine !== null && parseHeader(grapevine) === null)
    throw new Violation(`the answer has the header ${grapevine}`);
  const isBinary = ['/-/reconcile', '/-/fetch'].includes(request.path) && status === 200;
  const said = isBinary ? 'binary' : wordsOf(body);
  return (status < 300 ? accepted : refused)(
    `${form(METHODS, request.method)} ${form(PATHS, request.path)} ${status} ${said}`,
  );
}

const METHODS: readonly string[] = ['GET', 'PUT', 'POST', 'DELETE'];
const PATHS: readonly string[] = [
  ...[
    '/',
    '/-/hello',
    '/-/bye',
    '/-/give',
    '/-/graves',
    '/-/have',
    '/-/seen',
    '/-/reconcile',
    '/-/fetch',
    '/-/standing',
  ],
];
const form = (known: readonly string[], word: string): string => (known.includes(word) ? word : '?');

/** Names that answers have; others are keys of entries. */
const FIELDS = new Set(['malformed', 'refused', 'graves', 'unknown', 'held', 'standings', 'v']);

/** What an answer says, without keys and values. */
function wordsOf(body: Uint8Array): string {
  if (body.length === 0) return '';
  const said = JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>;
  if (typeof said['error'] === 'string') return said['error'];
  const names = Object.keys(said);
  if (!names.every((name) => FIELDS.has(name))) return names.includes('v') ? 'hello' : 'entries';
  return names.filter((name) => !Array.isArray(said[name]) || said[name].length > 0).join(' ');
}
