import type { TLSSocket } from 'node:tls';
import { Client } from 'undici';
import type {
  Channel,
  Endpoint,
  PeerRequest,
  PeerResponse,
  RequestLimits,
  TransportError,
} from '../../../core/ports.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { grapevineOf } from './answer-header.ts';
import { Exchange } from './exchange.ts';
import { CLIENT_SETTINGS, originOf } from './peer-link.ts';
import { ChannelEnded, describeFailure } from './transport-errors.ts';

/** A channel to a peer (GR9): one connection, made already, which undici is given for its first and only one. */
export class HttpChannel implements Channel {
  private readonly to: Endpoint;
  private readonly socket: TLSSocket;
  private readonly client: Client;
  private isBusy = false;

  constructor(to: Endpoint, socket: TLSSocket) {
    this.to = to;
    this.socket = socket;
    let isGiven = false;
    // What comes before anything was asked is how the other side ends it.
    const end = () => this.close();
    socket.on('data', end);
    this.client = new Client(originOf(to), {
      ...CLIENT_SETTINGS,
      // Within the call undici would not notice that it is connected.
      connect: (_options, callback) => {
        const isFirst = !isGiven;
        isGiven = true;
        socket.off('data', end).pause();
        queueMicrotask(() => (isFirst ? callback(null, socket) : callback(new ChannelEnded(), null)));
      },
    });
    socket.once('close', () => void this.client.destroy(new ChannelEnded()));
  }

  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.writable;
  }

  get isFree(): boolean {
    return this.isOpen && !this.isBusy;
  }

  async request(
    { method, path, grapevine, body }: PeerRequest,
    limits: RequestLimits,
  ): Promise<Result<PeerResponse, TransportError>> {
    if (!this.isOpen) return err(describeFailure(new ChannelEnded(), this.to));
    this.isBusy = true;
    const exchange = new Exchange(this.to, limits, limits.timeoutMs);
    const asked = grapevine === null ? [] : ['grapevine', grapevine];
    this.client.dispatch({ method, path, headers: asked, body }, exchange);
    const outcome = await exchange.outcome;
    this.isBusy = false;
    if (!outcome.ok) {
      this.close();
      return err(outcome.error.error);
    }
    const { status, headers, body: answered } = outcome.value;
    return ok({ status, grapevine: grapevineOf(headers), body: answered });
  }

  close(): void {
    this.socket.destroy();
  }
}
