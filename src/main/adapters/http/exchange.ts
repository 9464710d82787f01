import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Endpoint, RequestLimits, TransportError } from '../../../core/ports.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { describeFailure, timeoutError, tooLargeError } from './transport-errors.ts';

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** `cause` is undici's or Node's error, when there was one; `answered` tells whether the peer had begun to answer. */
export interface ExchangeFailure {
  error: TransportError;
  cause: Error | null;
  answered: boolean;
}

const ABORTED = new Error('The exchange has ended');

/** One request on its way through undici, bounded in time and size. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly outcome: Promise<Result<RawAnswer, ExchangeFailure>>;
  private readonly to: Endpoint;
  private readonly maxBytes: number;
  private readonly timer: NodeJS.Timeout;
  private readonly settle: (outcome: Result<RawAnswer, ExchangeFailure>) => void;
  private controller: Dispatcher.DispatchController | null = null;
  private ended = false;
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private readonly chunks: Buffer[] = [];
  private size = 0;

  /** `leftMs` is what remains of the whole exchange's time. */
  constructor(to: Endpoint, limits: RequestLimits, leftMs: number) {
    const { promise, resolve } = Promise.withResolvers<Result<RawAnswer, ExchangeFailure>>();
    this.to = to;
    this.maxBytes = limits.maxResponseBytes;
    this.outcome = promise;
    this.settle = resolve;
    this.timer = setTimeout(() => this.fail(timeoutError(limits.timeoutMs)), leftMs);
  }

  /** Ends the exchange with `error`, unless it has ended. */
  fail(error: TransportError, cause: Error | null = null): void {
    this.finish(err({ error, cause, answered: this.status !== 0 }));
    this.controller?.abort(ABORTED);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.ended) controller.abort(ABORTED);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.maxBytes) this.fail(tooLargeError(this.to, this.maxBytes));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.finish(ok({ status: this.status, headers: this.headers, body: Buffer.concat(this.chunks, this.size) }));
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    this.fail(describeFailure(cause, this.to), cause);
  }

  private finish(outcome: Result<RawAnswer, ExchangeFailure>): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    this.settle(outcome);
  }
}
