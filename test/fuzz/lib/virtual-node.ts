import type { GroupSecret } from '../../../src/core/group/invite-code.ts';
import { frameIn } from '../../../src/core/group/carried.ts';
import { CHANNEL_KEY_BYTES } from '../../../src/core/group/channel-path.ts';
import { firstKeys } from '../../../src/core/group/group-keys.ts';
import { Keyring } from '../../../src/core/group/keyring.ts';
import { SEALED_PATH } from '../../../src/core/group/sealed-server.ts';
import type { GrapevineNode, LocalWrite } from '../../../src/core/node-api.ts';
import type {
  ChannelGrant,
  Channels,
  Endpoint,
  GrantChannel,
  PeerHandler,
  PeerRequest,
  PeerResponse,
  RequestLimits,
  Transport,
} from '../../../src/core/ports.ts';
import { ManualClock, ManualTime } from '../../../src/core/testing/manual-time.ts';
import { err, ok } from '../../../src/shared/result.ts';
import { settle } from '../../support/settle.ts';
import { judgedNode, START_TIME } from './judged-node.ts';
import type { StateOracle } from './state-oracle.ts';
import { SYNC_PACKING } from './sync-packing.ts';
import { Violation } from './target.ts';

/** Longest that an answer may take, and most that may be done for it. */
const ANSWER_MS = 30_000;
const MAX_STEPS = 50_000;

/** Answers what the node asks of others; null answers nothing. */
export type Others = (to: Endpoint, request: PeerRequest) => Promise<PeerResponse | null>;

/** A real node in virtual time, of which both sides of the network are in the hands of the fuzzer. */
export class VirtualNode {
  readonly node: GrapevineNode;
  readonly time: ManualTime;
  readonly clock: ManualClock;
  readonly oracle: StateOracle;
  readonly #transport: HeldTransport;
  #steps = 0;

  constructor(others: Others, secret: GroupSecret | null) {
    this.time = new ManualTime(() => this.#step());
    this.clock = new ManualClock(this.time, START_TIME);
    this.#transport = new HeldTransport(this.time, others);
    const save = () => Promise.resolve(ok(undefined));
    const keyring = secret === null ? null : new Keyring(firstKeys(secret));
    const { channels } = this.#transport;
    const group = keyring === null ? null : { keyring, packing: SYNC_PACKING, channels, save };
    const parts = { clock: this.clock, scheduler: this.time, transport: this.#transport, group };
    const { node, oracle } = judgedNode(parts);
    this.node = node;
    this.oracle = oracle;
  }

  /** Starts it with some entries, tombstones and graves. */
  async start(): Promise<void> {
    const started = await this.node.start();
    if (!started.ok) throw new Error(started.error.detail);
    const written = await this.within(this.node.write(STATE, { kind: 'user' }));
    if (!written.ok) throw new Error(JSON.stringify(written.error));
    const deleted = STATE.slice(0, 5).map(({ key }) => ({ key, value: null }));
    await this.within(this.node.write(deleted, { kind: 'user' }));
    // The short-lived ones leave graves (ST9).
    await this.time.pass(2_000);
    this.oracle.check();
  }

  /** The node's answer to a request. */
  ask(request: PeerRequest, host: string): Promise<PeerResponse> {
    return this.within(this.#transport.handler(request, host));
  }

  /** What the node grants for the opening of a channel (GR9). */
  grant(opening: Uint8Array, host: string): ChannelGrant | null {
    return this.#transport.grant(opening, host);
  }

  /** What the work comes to, within a bound of virtual time and of steps. */
  async within<T>(work: Promise<T>): Promise<T> {
    this.#steps = 0;
    let result: { value: T } | { fault: unknown } | null = null;
    work.then(
      (value) => (result = { value }),
      (fault: unknown) => (result = { fault }),
    );
    await this.time.passUntil(() => result !== null, ANSWER_MS);
    const ended = result as { value: T } | { fault: unknown } | null;
    if (ended === null) throw new Violation(`Nothing came of it in ${ANSWER_MS} ms of virtual time.`);
    if ('fault' in ended) throw ended.fault;
    return ended.value;
  }

  /** Lets virtual time pass, within a bound of steps. */
  async pass(durationMs: number): Promise<void> {
    this.#steps = 0;
    await this.time.pass(durationMs);
  }

  async close(): Promise<void> {
    const stopped = this.node.stop();
    await this.pass(10_000);
    await stopped;
  }

  #step(): Promise<void> {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new Violation(`One input took more than ${MAX_STEPS} steps.`);
    return settle();
  }
}

/** A transport with no network: the fuzzer calls the node, and is called by it. */
class HeldTransport implements Transport {
  readonly #time: ManualTime;
  readonly #others: Others;
  handler: PeerHandler = () => Promise.reject(new Error('the node does not listen'));
  grant: GrantChannel = () => null;
  /** Opens none: of the node's own openings the answers are looked at, and that is all. */
  readonly channels: Channels = {
    serve: (grant) => (this.grant = grant),
    open: (...asked) => this.#judgeAnswer(...asked),
    closeAll: () => undefined,
  };

  constructor(time: ManualTime, others: Others) {
    this.#time = time;
    this.#others = others;
  }

  start(handler: PeerHandler) {
    this.handler = handler;
    return Promise.resolve(ok({ port: 4097 }));
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  async #judgeAnswer(...[to, opening, keyFrom]: Parameters<Channels['open']>): Promise<null> {
    const answer = await this.#others(to, { method: 'POST', path: SEALED_PATH, grapevine: null, body: opening });
    const frame = answer === null ? null : frameIn(answer);
    const key = frame === null ? null : keyFrom(frame);
    if (key !== null && key.length !== CHANNEL_KEY_BYTES) throw new Violation(`[GR9] a key of ${key.length} bytes`);
    return null;
  }

  async request(to: Endpoint, request: PeerRequest, { maxResponseBytes, timeoutMs }: RequestLimits) {
    await new Promise<void>((resolve) => void this.#time.after(1, resolve));
    const answer = await this.#others(to, request);
    if (answer === null) {
      await new Promise<void>((resolve) => void this.#time.after(timeoutMs, resolve));
      return err({ kind: 'timeout' as const, detail: 'No answer' });
    }
    const isTooLarge = answer.body.length > maxResponseBytes;
    return isTooLarge ? err({ kind: 'too-large' as const, detail: 'The answer is too large' }) : ok(answer);
  }
}

/** Enough for the trie to have two levels, with keys of every kind. */
const STATE: LocalWrite[] = [
  ...Array.from({ length: 60 }, (_, i) => ({ key: `desks/${i}`, value: { free: i % 2 === 0, n: i } })),
  ...['__proto__', 'constructor', 'toJSON', '/', ' ', '🍇', 'ä/ö', '-', 'x'.repeat(1_024)].map((key) => ({
    key,
    value: key,
  })),
  ...['gone/1', 'gone/2', 'gone/3'].map((key) => ({ key, value: 1, ttl: 1_000 })),
];
