import type { C19Version } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Endpoint, PeerRequest, PeerResponse, Scheduler, Transport } from '../ports.ts';
import type { Peer } from '../peers/peer.ts';

/** A whole exchange may take this many times the connect timeout, */
const TRANSFER_FACTOR = 3;
/** and twice as long after each one that took too long, so that slow links get through; at most this often (PB4). */
const MAX_DOUBLINGS = 4;
/** An agent sends its whole state in one piece (PS5). */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const NO_BODY = new Uint8Array(0);

/** What an agent answered to a GET. */
export interface AgentAnswer {
  /** The version that it was asked with. */
  asked: C19Version;
  response: PeerResponse;
  durationMs: number;
}

export interface AgentLinkComponents {
  scheduler: Scheduler;
  transport: Transport;
}

/** Sends agents the only two requests that they understand (C1.1). Errors are plain sentences. */
export class AgentLink {
  readonly #parts: AgentLinkComponents;
  readonly #timeoutMs: number;

  constructor(components: AgentLinkComponents, settings: { timeoutMs: number }) {
    this.#parts = components;
    this.#timeoutMs = settings.timeoutMs;
  }

  /**
   * `peer` is the row of the endpoint, if there is one: it keeps count of timeouts. With a `Grapevine` header a native node understands that it is
   * only asked who it is.
   */
  async get(
    endpoint: Endpoint,
    version: C19Version,
    peer: Peer | null,
    grapevine: string | null = null,
  ): Promise<Result<AgentAnswer, string>> {
    const startedAt = this.#parts.scheduler.monotonicMs();
    // Of a native node the empty path asks for everything.
    const path = `/${version === '' ? '0' : version}`;
    const response = await this.#request(endpoint, { method: 'GET', path, grapevine, body: NO_BODY }, peer);
    if (!response.ok) return response;
    const durationMs = this.#parts.scheduler.monotonicMs() - startedAt;
    return ok({ asked: version, response: response.value, durationMs });
  }

  /** Resolves with how long it took. */
  async put(peer: Peer, body: Uint8Array): Promise<Result<number, string>> {
    const startedAt = this.#parts.scheduler.monotonicMs();
    const request = { method: 'PUT', path: '/', grapevine: null, body };
    const response = await this.#request(peer.endpoint, request, peer);
    if (!response.ok) return response;
    const { status, grapevine } = response.value;
    if (grapevine !== null) return err('What answers there now is no C19 agent');
    if (status >= 300) return err(`It refused what it was sent, with status ${status}`);
    return ok(this.#parts.scheduler.monotonicMs() - startedAt);
  }

  async #request(to: Endpoint, request: PeerRequest, peer: Peer | null): Promise<Result<PeerResponse, string>> {
    const doublings = Math.min(peer?.timeouts ?? 0, MAX_DOUBLINGS);
    const answer = await this.#parts.transport.request(to, request, {
      connectTimeoutMs: this.#timeoutMs,
      timeoutMs: this.#timeoutMs * TRANSFER_FACTOR * 2 ** doublings,
      maxResponseBytes: MAX_ANSWER_BYTES,
    });
    if (peer !== null) peer.timeouts = !answer.ok && answer.error.kind === 'timeout' ? peer.timeouts + 1 : 0;
    return answer.ok ? answer : err(answer.error.detail);
  }
}
