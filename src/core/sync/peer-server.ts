import { haveSchema } from '../../shared/delivery.ts';
import type { EntryView, Key, NodeId } from '../../shared/model.ts';
import { isC19Version, type StrangerServer } from '../c19/stranger-server.ts';
import type { KeyChanges } from '../group/key-changes.ts';
import { KEY_PATH } from '../group/key-path.ts';
import type { Greeter } from '../peers/greeter.ts';
import { BLOCKED_ANSWER, isBlocked } from '../peers/blocked.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { PeerRequest, PeerResponse } from '../ports.ts';
import { FETCH_PATH, RECONCILE_PATH, STANDING_PATH } from '../reconcile/paths.ts';
import type { ReconcileServer } from '../reconcile/reconcile-server.ts';
import type { Self } from '../self.ts';
import { isDigest } from '../state/digest.ts';
import type { State } from '../state/state.ts';
import { encodeUtf8 } from '../state/utf8.ts';
import { encodeEntries, MAX_PAGE_BYTES, wireBytes } from './entry-codec.ts';
import { parseHeader, type GrapevineHeader } from './grapevine-header.ts';
import type { SentGrave } from '../../shared/grave.ts';
import type { Hello } from '../../shared/hello.ts';
import { decodeGraves, sentGraves } from './grave-codec.ts';
import { decodeHello, encodeHello } from './hello.ts';
import { decodeJson, encodeJson } from './json-body.ts';
import { senderOf, type MergeIn, type MergeReport, type Sender } from './merge-in.ts';
import type { Peer } from '../peers/peer.ts';
import type { PushAnswer } from './push-answer.ts';
import type { Relay } from './relay.ts';
import { countOf } from './words.ts';

/** A state up to this size is sent whole rather than compared. */
const SMALL_STATE_BYTES = 4 * 1024;
/** About what an entry takes besides its value. */
const ENTRY_OVERHEAD_BYTES = 100;
/** Most malformed or refused entries named in an answer. */
const MAX_NAMED = 100;
const CURSOR = /^(?:[0-9a-f]{64})?$/;

export interface PeerServerComponents {
  self: Self;
  table: PeerTable;
  greeter: Greeter;
  mergeIn: MergeIn;
  state: () => State;
  hello: () => Hello;
  onHello: (hello: Hello) => void;
  /** Null in an open group. */
  keyChanges: Pick<KeyChanges, 'told'> | null;
  /** Notes what a peer did here. */
  note: (peer: Peer, kind: 'pushed-to-us' | 'pulled-from-us', text: string) => void;
  /** Answers programs without a header. */
  strangers: StrangerServer;
  /** Entries of a program that is no native node are news to everyone (PB1). */
  onForeignNews: (keys: Key[]) => void;
  relay: Relay;
  reconcileServer: ReconcileServer;
  /** News that came by comparing, to be told onward (RC3). */
  learn: (keys: readonly Key[], from: Peer) => void;
  /** Keys that came by push (RC3). */
  onPushed: (keys: readonly Key[]) => void;
  onGraves: (graves: SentGrave[], peer: Peer) => Promise<void>;
  /** Whether this node was away for long and shares nothing before it has compared (ST10). */
  isAway: () => boolean;
  /** Whether so much waits to be stored that nothing more is taken in for now (LM1). */
  isBehind: () => boolean;
  /** A hello came under our own id (PD3). */
  onOwnId: (hello: Hello) => void;
  /** The peer's digest was heard: agreement may have changed. */
  onHeard: () => void;
}

interface Call {
  request: PeerRequest;
  remoteHost: string;
  header: GrapevineHeader | null;
  /** The peer that calls, when it is known under this start id. */
  peer: Peer | null;
}

/** Answers what peers ask (PS2, PS3, PS4). Reads raw bytes and raw paths, so it is the same over any transport. */
export class PeerServer {
  readonly #parts: PeerServerComponents;

  constructor(components: PeerServerComponents) {
    this.#parts = components;
  }

  /** Never rejects. */
  async handle(request: PeerRequest, remoteHost: string): Promise<PeerResponse> {
    const header = parseHeader(request.grapevine);
    if (header !== null && isBlocked(this.#parts.table.byId(header.id))) return BLOCKED_ANSWER;
    const peer = header === null ? null : this.#hear(header, remoteHost);
    const response = await this.#route({ request, remoteHost, header, peer });
    this.#parts.onHeard();
    return response;
  }

  #route(call: Call): PeerResponse | Promise<PeerResponse> {
    const { method, path } = call.request;
    if (this.#parts.isBehind() && (method === 'PUT' || path === '/-/give')) return this.#answer(503, NOTHING);
    if (method === 'GET' && call.header !== null && this.#parts.isAway()) return this.#answer(503, AWAY);
    if (method === 'GET') return this.#get(call);
    if (method === 'PUT' && path === '/') return this.#put(call);
    return method === 'POST' ? this.#post(call) : this.#answer(404, NOTHING);
  }

  /** What native nodes ask besides (PS4). */
  #post(call: Call): PeerResponse | Promise<PeerResponse> {
    switch (call.request.path) {
      case '/-/hello':
        return this.#hello(call);
      case '/-/give':
        return this.#given(call);
      case '/-/graves':
        return this.#graves(call);
      case '/-/have':
        return this.#have(call);
      case '/-/seen':
        return this.#seen(call);
      case RECONCILE_PATH:
      case FETCH_PATH:
      case STANDING_PATH:
        return this.#reconcile(call);
      case KEY_PATH:
        return this.#key(call);
      case '/-/bye':
        return this.#bye(call);
      default:
        return this.#answer(404, NOTHING);
    }
  }

  /** A native node called: known ones are alive, others are hints (PD2). */
  #hear(header: GrapevineHeader, remoteHost: string): Peer | null {
    const { self, table, greeter } = this.#parts;
    if (header.id === self.id) return null;
    const endpoint = { host: remoteHost, port: header.port };
    const peer = table.byId(header.id);
    if (peer === null) greeter.consider({ ...endpoint, id: header.id, name: null, foundBy: 'heard' });
    else if (peer.startId !== header.startId || peer.state.kind === 'left') {
      table.startedAnew(peer);
      greeter.greet(endpoint, 'heard');
    } else {
      table.sighted(peer, { header, rttMs: null });
      return peer;
    }
    return null;
  }

  #get(call: Call): PeerResponse | Promise<PeerResponse> {
    const { path } = call.request;
    const after = path.startsWith('/?after=') ? path.slice('/?after='.length) : null;
    if (after !== null) return CURSOR.test(after) ? this.#page(after) : this.#answer(404, NOTHING);
    const version = path.slice(1);
    if (call.header === null) return this.#answerStranger(version, call.remoteHost);
    if (version === '') return this.#page('');
    if (isDigest(version)) return this.#since(call, this.#parts.state().diff(version));
    // A native node asks so only to find out who answers (C1.1).
    return this.#answer(isC19Version(version) ? 204 : 404, NOTHING);
  }

  async #answerStranger(version: string, remoteHost: string): Promise<PeerResponse> {
    const { status, body } = await this.#parts.strangers.get(version, remoteHost);
    return this.#answer(status, body);
  }

  /** What changed since a remembered version, or the full state when it is not remembered or too much changed (PS2). */
  #since(call: Call, entries: EntryView[] | null): PeerResponse {
    const bytes = entries?.reduce((sum, entry) => sum + wireBytes(entry), 0) ?? Infinity;
    if (entries === null || bytes > MAX_PAGE_BYTES) return this.#unknownTo();
    if (call.peer !== null) {
      const text =
        entries.length === 0 ? 'compared with us, equal' : `fetched ${countOf(entries.length, 'entry')} from us`;
      this.#parts.note(call.peer, 'pulled-from-us', text);
    }
    return entries.length === 0 ? this.#answer(204, NOTHING) : this.#answer(200, encodeEntries(entries));
  }

  /** The asked version is not remembered: little is sent at once, else the two reconcile (RE1). */
  #unknownTo(): PeerResponse {
    const { size, valueBytes } = this.#parts.state();
    return valueBytes + size * ENTRY_OVERHEAD_BYTES <= SMALL_STATE_BYTES ? this.#page('') : this.#answer(410, NOTHING);
  }

  /** At most {@link MAX_PAGE_BYTES} of the state in key-hash order; the header names the next cursor (PS5). */
  #page(after: string): PeerResponse {
    const page: EntryView[] = [];
    let bytes = 2;
    let last = '';
    for (const { entry, cursor } of this.#parts.state().after(after)) {
      bytes += wireBytes(entry);
      if (bytes > MAX_PAGE_BYTES && page.length > 0) return this.#answer(200, encodeEntries(page), last);
      page.push(entry);
      last = cursor;
    }
    return page.length === 0 ? this.#answer(204, NOTHING) : this.#answer(200, encodeEntries(page));
  }

  async #put(call: Call): Promise<PeerResponse> {
    const { mergeIn, note, onForeignNews } = this.#parts;
    const sender = this.#originOf(call);
    const report = await (call.header === null
      ? this.#parts.strangers.take(call.request.body, sender, call.remoteHost)
      : mergeIn.take(call.request.body, sender));
    if (!report.ok) return this.#answer(422, errorBody(`Nothing was merged: ${report.error}`));
    if (call.peer !== null) note(call.peer, 'pushed-to-us', `sent us ${countOf(report.value.taken, 'change')}`);
    if (call.header !== null) this.#parts.onPushed(report.value.keys);
    if (call.header === null && report.value.changedKeys.length > 0) onForeignNews(report.value.changedKeys);
    const graves = call.header === null ? [] : report.value.graves;
    const unknown = report.value.taken === 0 ? [] : this.#passOn(call, report.value);
    return this.#putAnswer(report.value, { graves, unknown });
  }

  /** Who changed what the call brings: the machine that began the flush, if it is known here, whoever passed it on (ST7, CH2). */
  #originOf(call: Call): Sender {
    const { header, peer } = call;
    const flush = header?.flush ?? null;
    const origin = peer === null || flush === null ? null : this.#parts.table.byId(flush.origin);
    const known = origin ?? peer;
    return known === null ? strangerAt(call) : senderOf(known);
  }

  /** Passes a push on to its arc (PB3), also when it was no news here; the ids that are not known here. */
  #passOn({ header, peer, request }: Call, { taken: count, malformed, refused, graves }: MergeReport): NodeId[] {
    const flush = header?.flush ?? null;
    const arc = header?.arc ?? [];
    if (flush === null || arc.length === 0) return [];
    // A stranger's word sends nothing to others.
    if (peer === null) return [...arc];
    const isHeld = malformed.length + refused.length + graves.length === 0;
    return this.#parts.relay.passOn({ flush, body: request.body, count, isHeld }, arc, peer);
  }

  /** What a peer found missing here while it reconciled: told onward like what was fetched (RC3). */
  async #given({ peer, request }: Call): Promise<PeerResponse> {
    if (peer === null) return this.#answer(503, AWAY);
    const report = await this.#parts.mergeIn.take(request.body, senderOf(peer));
    if (!report.ok) return this.#answer(422, errorBody(`Nothing was merged: ${report.error}`));
    this.#parts.note(
      peer,
      'pushed-to-us',
      `sent us ${countOf(report.value.changedKeys.length, 'change')} that we missed`,
    );
    this.#parts.learn(report.value.changedKeys, peer);
    return this.#putAnswer(report.value, { graves: report.value.graves, unknown: [] });
  }

  /** Graves and unknown ids are told to native peers only (PS3). */
  #putAnswer({ taken, malformed, refused }: MergeReport, { graves, unknown }: PushAnswer): PeerResponse {
    if (malformed.length + refused.length + graves.length + unknown.length === 0) return this.#answer(204, NOTHING);
    const body = encodeJson({
      malformed: malformed.slice(0, MAX_NAMED),
      refused: refused.slice(0, MAX_NAMED),
      ...(graves.length === 0 ? {} : { graves: sentGraves(graves) }),
      ...(unknown.length === 0 ? {} : { unknown }),
    });
    return this.#answer(taken === 0 ? 422 : 200, body);
  }

  #hello(call: Call): PeerResponse {
    const hello = decodeHello(call.request.body);
    if (hello === null || call.header === null) return this.#answer(422, errorBody('This is no hello of version 1'));
    if (hello.id === this.#parts.self.id) this.#parts.onOwnId(hello);
    this.#parts.onHello(hello);
    if (call.peer !== null && call.peer.id === hello.id) this.#parts.table.introduced(call.peer, hello);
    return this.#answer(200, encodeHello(this.#parts.hello()));
  }

  /** A member hands over a new key of the group (GR5): to known peers only, and never in an open group. */
  async #key({ peer, request }: Call): Promise<PeerResponse> {
    const { keyChanges } = this.#parts;
    if (keyChanges === null) return this.#answer(404, NOTHING);
    if (peer === null) return this.#answer(503, NOTHING);
    const isKey = await keyChanges.told(request.body, peer);
    return isKey ? this.#answer(204, NOTHING) : this.#answer(422, errorBody('This is no key of a group'));
  }

  /** What has expired at a peer that pulled it from here (ST9). Only known peers are listened to. */
  async #graves(call: Call): Promise<PeerResponse> {
    if (call.peer !== null) await this.#parts.onGraves(decodeGraves(call.request.body), call.peer);
    return this.#answer(204, NOTHING);
  }

  /** Whether this node has what a publisher sent, or something newer (PB5). */
  #have(call: Call): PeerResponse {
    const asked = decodeJson(call.request.body, haveSchema);
    if (asked === null) return this.#answer(422, errorBody('This is no list of keys and stamps'));
    const state = this.#parts.state();
    const held = asked.entries.filter(([key, ts]) => state.highestTs(key as Key, Infinity) >= ts).length;
    return this.#answer(200, encodeJson({ held }));
  }

  #seen(call: Call): PeerResponse {
    if (call.peer !== null) this.#parts.relay.acknowledged(call.request.body);
    return this.#answer(204, NOTHING);
  }

  /** Finding out what differs, for known peers and not while this node was away (RE1, ST10). */
  async #reconcile({ peer, request }: Call): Promise<PeerResponse> {
    if (peer === null || this.#parts.isAway()) return this.#answer(503, AWAY);
    const answer = await this.#parts.reconcileServer.answer(request.path, request.body);
    return answer === null ? this.#answer(422, errorBody('This cannot be compared')) : this.#answer(200, answer);
  }

  #bye(call: Call): PeerResponse {
    if (call.peer !== null) this.#parts.table.left(call.peer);
    return this.#answer(204, NOTHING);
  }

  #answer(status: number, body: Uint8Array, next: string | null = null): PeerResponse {
    return { status, grapevine: this.#parts.self.header({ next }), body };
  }
}

const NOTHING = new Uint8Array(0);

const errorBody = (error: string): Uint8Array => encodeUtf8(JSON.stringify({ error }));

const AWAY = errorBody('This machine was away for long: it compares first and shares nothing yet');

const strangerAt = ({ header, remoteHost }: Call) => ({
  id: header?.id ?? null,
  name: remoteHost,
  clockOffsetMs: null,
});
