import type { NodeId, StartId } from '../../shared/model.ts';
import type { Result } from '../../shared/result.ts';
import type {
  Channel,
  Channels,
  Endpoint,
  PeerRequest,
  PeerResponse,
  Recipient,
  RequestLimits,
  Scheduler,
  Transport,
  TransportError,
} from '../ports.ts';
import type { SealedClient } from './sealed-client.ts';

/** Two pushes to one machine within this time, and it is worth a channel. Opening one takes three round trips and some key exchange. */
const SOON_MS = 30_000;
const OPENING_TIMEOUT_MS = 5_000;
/** Where one could not be opened the next is tried after this time. */
const PAUSE_MS = 60_000;
/** Machines of which it is remembered when they were last pushed to: as many as there are peers at most (LM1). */
const MAX_LINES = 1_024;
/** Most that are open or being opened (LM1). */
const MAX_CHANNELS = 128;
/** Larger pushes are compressed and sealed in a frame. */
const MAX_BODY_BYTES = 8 * 1024;

export interface ChannelClientComponents {
  channels: Channels;
  scheduler: Pick<Scheduler, 'monotonicMs'>;
  client: Pick<SealedClient, 'request' | 'opening'>;
}

/** What is known of the way to one machine. */
interface Line {
  to: Endpoint;
  start: StartId | null;
  /** When it was last pushed to in a frame; monotonic ms, as is when a channel may be tried. */
  pushedAt: number;
  notBefore: number;
  channel: Channel | 'opening' | null;
}

/**
 * Small pushes to a machine that is pushed to again and again go through a channel (GR9), everything else in frames (GR3). A frame is as good at any
 * time, so nothing ever waits for a channel: one is opened beside the pushes, and where it is not to be had, or has ended, they go in frames.
 */
export class ChannelClient implements Pick<Transport, 'request'> {
  readonly #parts: ChannelClientComponents;
  /** The one that was made last is the last. */
  readonly #lines = new Map<NodeId, Line>();

  constructor(components: ChannelClientComponents) {
    this.#parts = components;
  }

  async request(
    to: Endpoint,
    request: PeerRequest,
    limits: RequestLimits,
    recipient: Recipient | null,
  ): Promise<Result<PeerResponse, TransportError>> {
    const { client, scheduler } = this.#parts;
    if (recipient === null || !isSmallPush(request)) return client.request(to, request, limits, recipient);
    const startedAt = scheduler.monotonicMs();
    const channel = this.#freeChannel(to, recipient);
    if (channel !== null) {
      const answer = await channel.request(request, limits);
      // The other side may have ended it just then. A push may be made twice (ST6).
      if (answer.ok || answer.error.kind !== 'reset') return answer;
    }
    const timeoutMs = Math.max(1, limits.timeoutMs - (scheduler.monotonicMs() - startedAt));
    const answer = await client.request(to, request, { ...limits, timeoutMs }, recipient);
    if (answer.ok) this.#pushed(to, recipient);
    return answer;
  }

  #freeChannel(to: Endpoint, { id, startId }: Recipient): Channel | null {
    const line = this.#lines.get(id);
    if (line === undefined || line.channel === null || line.channel === 'opening') return null;
    return isSameWay(line, to, startId) && line.channel.isFree ? line.channel : null;
  }

  #pushed(to: Endpoint, recipient: Recipient): void {
    const now = this.#parts.scheduler.monotonicMs();
    const line = this.#lineTo(to, recipient);
    const isSoon = now - line.pushedAt < SOON_MS;
    line.pushedAt = now;
    if (isSoon && now >= line.notBefore && !isUsed(line) && this.#used() < MAX_CHANNELS) {
      void this.#openChannel(line, recipient);
    }
  }

  /** Another address or start of the machine is another way to it. */
  #lineTo(to: Endpoint, { id, startId }: Recipient): Line {
    const known = this.#lines.get(id);
    if (known !== undefined && isSameWay(known, to, startId)) return known;
    this.#forget(id);
    const [oldest] = this.#lines.keys();
    if (this.#lines.size >= MAX_LINES && oldest !== undefined) this.#forget(oldest);
    const line: Line = { to, start: startId, pushedAt: -Infinity, notBefore: 0, channel: null };
    this.#lines.set(id, line);
    return line;
  }

  #forget(id: NodeId): void {
    const channel = this.#lines.get(id)?.channel ?? null;
    if (channel !== null && channel !== 'opening') channel.close();
    this.#lines.delete(id);
  }

  async #openChannel(line: Line, recipient: Recipient): Promise<void> {
    const { client, channels, scheduler } = this.#parts;
    const opening = client.opening(recipient);
    if (opening === null) return;
    line.channel = 'opening';
    line.channel = await channels.open(line.to, opening.frame, opening.keyFrom, OPENING_TIMEOUT_MS);
    if (this.#lines.get(recipient.id) !== line) line.channel?.close();
    else if (line.channel === null) line.notBefore = scheduler.monotonicMs() + PAUSE_MS;
  }

  #used(): number {
    let count = 0;
    for (const line of this.#lines.values()) if (isUsed(line)) count += 1;
    return count;
  }
}

const isUsed = ({ channel }: Line): boolean => channel === 'opening' || channel?.isOpen === true;

const isSameWay = (line: Line, { host, port }: Endpoint, startId: StartId | null): boolean =>
  line.to.host === host && line.to.port === port && line.start === startId;

const isSmallPush = ({ method, body }: PeerRequest): boolean => method === 'PUT' && body.length <= MAX_BODY_BYTES;
