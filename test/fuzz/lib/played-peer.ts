import type { Endpoint, PeerRequest, PeerResponse } from '../../../src/core/ports.ts';
import { FETCH_PATH, RECONCILE_PATH, STANDING_PATH } from '../../../src/core/reconcile/paths.ts';
import { ReconcileServer } from '../../../src/core/reconcile/reconcile-server.ts';
import { makeEntry } from '../../../src/core/state/entry.ts';
import { State } from '../../../src/core/state/state.ts';
import { decodeEntries, encodeEntries } from '../../../src/core/sync/entry-codec.ts';
import { formatHeader } from '../../../src/core/sync/grapevine-header.ts';
import { encodeHello } from '../../../src/core/sync/hello.ts';
import type { Key, NodeId, StartId } from '../../../src/shared/model.ts';
import { WIDE, xxh64 } from '../../support/state.ts';
import type { Message } from './message.ts';
import { START_TIME } from './judged-node.ts';

export const PEER_ID = 'bb'.repeat(16) as NodeId;
export const PEER_START = 'bb'.repeat(8) as StartId;
export const PEER_HOST = '10.0.0.2';
const PEER_PORT = 4097;
const NOTHING = new Uint8Array(0);
const RECONCILE_PATHS: readonly string[] = [RECONCILE_PATH, FETCH_PATH, STANDING_PATH];

/** An honest peer with a state of its own; what it says to some requests can be replaced. */
export class PlayedPeer {
  readonly state = new State({ clock: { now: () => this.#now() }, xxh64 }, WIDE);
  /** What is answered instead; null for what the peer would say. */
  instead: (request: PeerRequest) => PeerResponse | null = () => null;
  /** The sample that `instead` answers with. */
  sample: Message | null = null;
  readonly #now: () => number;
  readonly #server: ReconcileServer;
  #written = 0;

  constructor(now: () => number) {
    this.#now = now;
    const parts = { state: () => this.state, clock: { now }, pause: () => Promise.resolve() };
    this.#server = new ReconcileServer(parts, WIDE);
  }

  header(): string {
    return formatHeader({
      ...{ id: PEER_ID, startId: PEER_START, digest: this.state.digest, time: this.#now(), port: PEER_PORT },
      ...{ next: null, flush: null, arc: [] },
    });
  }

  /** Holds something that nobody else does yet. */
  write(): void {
    this.#written += 1;
    const entry = makeEntry(`peer/${this.#written % 50}` as Key, `${this.#written}`, this.#now() - 1, null);
    this.state.merge([entry]);
  }

  /** Null from another address than its own. */
  async answer({ host, port }: Endpoint, request: PeerRequest): Promise<PeerResponse | null> {
    if (host !== PEER_HOST || port !== PEER_PORT) return null;
    return this.instead(request) ?? this.honest(request);
  }

  async honest({ method, path, body }: PeerRequest): Promise<PeerResponse> {
    if (path === '/-/hello') return this.#say(200, encodeHello(this.#hello()));
    if (RECONCILE_PATHS.includes(path)) return this.#reconcile(path, body);
    if (method === 'PUT' || path === '/-/give') return this.#take(body);
    if (method !== 'GET') return this.#say(204, NOTHING);
    if (path.startsWith('/?after=')) return this.#say(200, encodeEntries([...this.state.all()]));
    return this.#say(path === `/${this.state.digest}` ? 204 : 410, NOTHING);
  }

  async #reconcile(path: string, body: Uint8Array): Promise<PeerResponse> {
    const answer = await this.#server.answer(path, body);
    return answer === null ? this.#say(422, NOTHING) : this.#say(200, answer);
  }

  async #take(body: Uint8Array): Promise<PeerResponse> {
    const decoded = await decodeEntries(body, () => Promise.resolve());
    if (decoded.ok) this.state.merge(decoded.value.entries);
    return this.#say(204, NOTHING);
  }

  #hello() {
    const said = {
      v: 1 as const,
      name: 'peer',
      program: 'Grapevine test',
      inTouch: true,
      c19: [],
      group: null,
      ended: 0,
    };
    return { ...said, id: PEER_ID, startId: PEER_START, entries: this.state.size };
  }

  #say(status: number, body: Uint8Array): PeerResponse {
    return { status, grapevine: this.header(), body };
  }
}

/** A header for samples that name none: of the peer, with a digest that is not remembered anywhere. */
export const sampleHeader = (): string =>
  `1 ${PEER_ID} ${PEER_START} ${'cd'.repeat(16)} ${START_TIME + 3_000} ${PEER_PORT}`;
