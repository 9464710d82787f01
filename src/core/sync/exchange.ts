import type { ExchangeKind, NodeId } from '../../shared/model.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { within } from '../bounded.ts';
import type { Peer } from '../peers/peer.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Clock, Endpoint, PeerResponse, Scheduler, Transport } from '../ports.ts';
import type { Self } from '../self.ts';
import { BLOCKED_THERE, saysBlocked } from '../peers/blocked.ts';
import { parseHeader, type FlushName, type GrapevineHeader } from './grapevine-header.ts';

/** A whole exchange may take this many times the connect timeout, */
const TRANSFER_FACTOR = 3;
/** and twice as long after each one that took too long, so that slow links get through; at most this often. */
const MAX_DOUBLINGS = 4;
/** How often something is asked that may be asked twice, and when the next time comes. */
const MAX_TRIES = 3;
const SILENCE_MS = 500;
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

export interface ExchangeComponents {
  clock: Clock;
  scheduler: Scheduler;
  transport: Transport;
  table: PeerTable;
  self: Self;
}

export interface Answer {
  response: PeerResponse;
  header: GrapevineHeader;
  durationMs: number;
}

export interface RequestMessage {
  method: string;
  path: string;
  body: Uint8Array;
  /** Of a push: which flush it is, and to whom it is to be passed on (PB3). */
  flush?: FlushName;
  arc?: readonly NodeId[];
}

/** Sends requests to known peers and tells the peer table what came of them. */
export class Exchange {
  readonly #parts: ExchangeComponents;
  readonly #timeoutMs: number;

  constructor(components: ExchangeComponents, settings: { timeoutMs: number }) {
    this.#parts = components;
    this.#timeoutMs = settings.timeoutMs;
  }

  /** The error is a plain sentence that has been noted with the peer already. */
  async send(peer: Peer, kind: ExchangeKind, message: RequestMessage): Promise<Result<Answer, string>> {
    const { transport, scheduler, self, table } = this.#parts;
    const { method, path, body, flush = null, arc = [] } = message;
    const startedAt = scheduler.monotonicMs();
    const { timeouts, endpoint } = peer;
    const answer = await transport.request(
      endpoint,
      { method, path, body, grapevine: self.header({ flush, arc }) },
      {
        connectTimeoutMs: this.#timeoutMs,
        timeoutMs: this.#timeoutMs * TRANSFER_FACTOR * 2 ** Math.min(timeouts, MAX_DOUBLINGS),
        maxResponseBytes: MAX_RESPONSE_BYTES,
      },
      peer.id === null ? null : { id: peer.id, startId: peer.startId },
    );
    // Those that were under way at the same time count once.
    const isTimeout = !answer.ok && answer.error.kind === 'timeout';
    peer.timeouts = isTimeout ? Math.max(peer.timeouts, timeouts + 1) : 0;
    if (!answer.ok) return this.#failed(peer, endpoint, kind, answer.error.detail);
    if (saysBlocked(answer.value)) return this.#failed(peer, endpoint, kind, BLOCKED_THERE);
    const header = parseHeader(answer.value.grapevine);
    if (header === null) return this.#failed(peer, endpoint, kind, 'What answers there now is not a Grapevine node');
    if (header.id !== peer.id) return this.#failed(peer, endpoint, kind, 'Another machine answers at this address now');
    const durationMs = scheduler.monotonicMs() - startedAt;
    table.sighted(peer, { header, rttMs: durationMs });
    return ok({ response: answer.value, header, durationMs });
  }

  /**
   * For requests that may be made twice: asks again when the peer is silent for long, and takes the first answer that comes. On a bad network most
   * of what needs several round trips would fail otherwise.
   */
  async insist(peer: Peer, kind: ExchangeKind, message: RequestMessage): Promise<Result<Answer, string>> {
    const tries: Promise<Result<Answer, string>>[] = [];
    const answered = Promise.withResolvers<Result<Answer, string>>();
    for (let i = 0; i < MAX_TRIES; i += 1) {
      const attempt = this.send(peer, kind, message);
      tries.push(attempt);
      void attempt.then((result) => {
        if (result.ok) answered.resolve(result);
      });
      const inTime = await within(this.#parts.scheduler, SILENCE_MS, Promise.race([answered.promise, attempt]), null);
      if (inTime?.ok === true) return inTime;
    }
    const results = await Promise.race([answered.promise.then((result) => [result]), Promise.all(tries)]);
    return results.find(({ ok: isOk }) => isOk) ?? err('No answer');
  }

  note(peer: Peer, kind: ExchangeKind, text: string, durationMs: number | null): void {
    this.#parts.table.note(peer, { time: this.#parts.clock.now(), kind, text, ok: true, durationMs });
  }

  /** An exchange that went wrong although the peer answered, such as a refused body. */
  noteFault(peer: Peer, kind: ExchangeKind, text: string): void {
    this.#parts.table.note(peer, { time: this.#parts.clock.now(), kind, text, ok: false, durationMs: null });
  }

  #failed(peer: Peer, endpoint: Endpoint, kind: ExchangeKind, reason: string): { ok: false; error: string } {
    this.noteFault(peer, kind, reason);
    this.#parts.table.failed(peer, reason, endpoint);
    return err(reason);
  }
}
