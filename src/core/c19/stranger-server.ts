import type { EntryView } from '../../shared/model.ts';
import type { Result } from '../../shared/result.ts';
import type { Pause } from '../pause.ts';
import type { Clock } from '../ports.ts';
import { isDigest } from '../state/digest.ts';
import type { State } from '../state/state.ts';
import { encodeUtf8 } from '../state/utf8.ts';
import { MAX_PAGE_BYTES, wireBytes } from '../sync/entry-codec.ts';
import type { MergeReport, Sender } from '../sync/merge-in.ts';
import { encodeInSlices } from './agent-body.ts';
import type { Intake } from './intake.ts';
import { normalVersion } from './version.ts';

/** Largest state answered in one piece, to programs that know no pages (PS5). */
const MAX_PLAIN_BYTES = 64 * 1024 * 1024;
const C19_VERSION = /^\d{1,20}$/;
const NOTHING = new Uint8Array(0);
const TOO_LARGE = encodeUtf8('{"error":"The state is too large for one answer: ask for pages with /?after="}');

export interface StrangerServerComponents {
  clock: Clock;
  pause: Pause;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
  intake: Intake;
  /** Whether an agent is known at this address. */
  knowsHost: (host: string) => boolean;
  /** Whether this node was away for long and shares nothing before it has compared (ST10). */
  isAway: () => boolean;
}

export interface StrangerAnswer {
  status: number;
  body: Uint8Array;
}

export const isC19Version = (text: string): boolean => C19_VERSION.test(text);

/** Answers programs without a `Grapevine` header: C19 agents, and tools such as curl. */
export class StrangerServer {
  readonly #parts: StrangerServerComponents;

  constructor(components: StrangerServerComponents) {
    this.#parts = components;
  }

  /** `GET /<version>` (C1.4), the version as digest or as C19 version. */
  async get(version: string, remoteHost: string): Promise<StrangerAnswer> {
    const { state, isAway } = this.#parts;
    if (version !== '' && !isDigest(version) && !isC19Version(version)) return { status: 404, body: NOTHING };
    const { digest, c19Version } = state();
    const isOurs = version === digest || (version !== '' && normalVersion(version) === c19Version);
    if (isOurs || isAway()) return { status: 204, body: NOTHING };
    return this.#content(this.#changedSince(version) ?? [...state().all()], remoteHost);
  }

  /** `PUT /`: agents may leave out the ts (PS3). */
  take(body: Uint8Array, sender: Sender, remoteHost: string): Promise<Result<MergeReport, string>> {
    return this.#parts.intake.take(body, sender, this.#parts.knowsHost(remoteHost));
  }

  /** Null when the version is not remembered, or when too much changed since. */
  #changedSince(version: string): EntryView[] | null {
    if (version === '') return null;
    const state = this.#parts.state();
    const known = isDigest(version) ? state.diff(version) : state.diffC19(normalVersion(version));
    const bytes = known?.reduce((sum, entry) => sum + wireBytes(entry), 0) ?? 0;
    return bytes > MAX_PAGE_BYTES ? null : known;
  }

  /** Where nothing lives on, there is nothing to say (C1.2). */
  async #content(entries: EntryView[], remoteHost: string): Promise<StrangerAnswer> {
    const { clock, pause, knowsHost } = this.#parts;
    const reader = knowsHost(remoteHost) ? 'agent' : 'stranger';
    const body = await encodeInSlices(entries, clock.now(), reader, pause);
    if (body === null) return { status: 204, body: NOTHING };
    return body.length <= MAX_PLAIN_BYTES ? { status: 200, body } : { status: 503, body: TOO_LARGE };
  }
}
