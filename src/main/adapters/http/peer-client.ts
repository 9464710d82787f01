import type { Endpoint, PeerRequest, PeerResponse, RequestLimits, TransportError } from '../../../core/ports.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { grapevineOf } from './answer-header.ts';
import { ACCEPT_ENCODING, deflate, isEncoding, type Encoding, type Inflater } from './compression.ts';
import { EncodingChoice } from './encoding-choice.ts';
import { Exchange, type ExchangeFailure, type RawAnswer } from './exchange.ts';
import { PeerLinks } from './peer-links.ts';
import { describeFailure, garbledError, stoppedError, tooLargeError } from './transport-errors.ts';

/** Methods that may be sent twice: a lost GET changed nothing, a merge repeated changes nothing (ST6). */
const REPEATABLE = new Set(['GET', 'HEAD', 'PUT']);
const UNSUPPORTED_ENCODING = 415;

/** What one call of `request` is about; `deadline` is in monotonic ms. */
interface Call {
  to: Endpoint;
  request: PeerRequest;
  limits: RequestLimits;
  deadline: number;
}

interface Attempt {
  outcome: Result<RawAnswer, ExchangeFailure>;
  /** What the request's body was compressed with. */
  encoding: Encoding | null;
  /** The connection had served before and may have ended before the peer saw the request. */
  stale: boolean;
}

/** Sends requests to peers over connections of its own: no global dispatcher, no proxy, no redirect (PD6, C1.6). */
export class PeerClient {
  private readonly inflater: Inflater;
  private readonly encodings: EncodingChoice;
  private readonly links = new PeerLinks();
  private readonly exchanges = new Set<Exchange>();
  private stopped = false;

  constructor(components: { inflater: Inflater }, settings: { compressAboveBytes: number }) {
    this.inflater = components.inflater;
    this.encodings = new EncodingChoice(settings.compressAboveBytes);
  }

  /** Ends every exchange under way with `stopped`; requests after it get the same. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const exchange of this.exchanges) exchange.fail(stoppedError());
    await this.links.destroyAll();
  }

  async request(
    to: Endpoint,
    request: PeerRequest,
    limits: RequestLimits,
  ): Promise<Result<PeerResponse, TransportError>> {
    const call: Call = { to, request, limits, deadline: performance.now() + limits.timeoutMs };
    let mayRepeat = REPEATABLE.has(request.method);
    for (;;) {
      const { outcome, encoding, stale } = await this.attempt(call);
      if (!outcome.ok && stale && mayRepeat) {
        mayRepeat = false;
        continue;
      }
      if (!outcome.ok) return err(outcome.error.error);
      if (encoding === null || outcome.value.status !== UNSUPPORTED_ENCODING) return this.unpack(call, outcome.value);
      this.encodings.refused(to, encoding);
    }
  }

  private async attempt(call: Call): Promise<Attempt> {
    const encoding = this.encodings.choose(call.to, call.request);
    const body = encoding === null ? call.request.body : await deflate(call.request.body, encoding);
    const exchange = new Exchange(call.to, call.limits, Math.max(0, call.deadline - performance.now()));
    this.exchanges.add(exchange);
    const isStale = this.send(call, body, encoding, exchange);
    const outcome = await exchange.outcome;
    this.exchanges.delete(exchange);
    return { outcome, encoding, stale: !outcome.ok && isStale(outcome.error) };
  }

  /** Hands the exchange to the peer's connections. The answer tells stale failures, and drops the link after one. */
  private send(
    call: Call,
    body: Uint8Array,
    encoding: Encoding | null,
    exchange: Exchange,
  ): (failure: ExchangeFailure) => boolean {
    if (this.stopped) {
      exchange.fail(stoppedError());
      return () => false;
    }
    const { method, path } = call.request;
    try {
      const link = this.links.get(call.to);
      link.connectTimeoutMs = call.limits.connectTimeoutMs;
      link.dispatch({ method, path, headers: headersOf(call.request, encoding), body }, exchange);
      return (failure) => {
        const stale = !failure.answered && link.isStale(failure.cause);
        if (stale) this.links.drop(call.to, link);
        return stale;
      };
    } catch (cause) {
      exchange.fail(describeFailure(cause instanceof Error ? cause : new Error(String(cause)), call.to));
      return () => false;
    }
  }

  private async unpack(
    { to, limits: { maxResponseBytes } }: Call,
    { status, headers, body }: RawAnswer,
  ): Promise<Result<PeerResponse, TransportError>> {
    const grapevine = grapevineOf(headers);
    const encoding = headers['content-encoding'];
    if (encoding === undefined || body.length === 0) return ok({ status, grapevine, body });
    if (!isEncoding(encoding)) return err(garbledError(to));
    const plain = await this.inflater.inflate(body, encoding, maxResponseBytes, () => true);
    if (plain.ok) return ok({ status, grapevine, body: plain.value });
    return err(plain.error === 'too-large' ? tooLargeError(to, maxResponseBytes) : garbledError(to));
  }
}

function headersOf({ grapevine }: PeerRequest, encoding: Encoding | null): string[] {
  if (grapevine === null) return [];
  const headers = ['grapevine', grapevine, 'accept-encoding', ACCEPT_ENCODING];
  if (encoding !== null) headers.push('content-encoding', encoding);
  return headers;
}
