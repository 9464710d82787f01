import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECRET_BYTES } from '../../src/core/group/invite-code.ts';
import { KeyHolders } from '../../src/core/group/key-holders.ts';
import { SealedTransport } from '../../src/core/group/sealed-transport.ts';
import { createNode } from '../../src/core/node.ts';
import type { GrapevineNode } from '../../src/core/node-api.ts';
import { DEFAULT_NODE_SETTINGS } from '../../src/core/settings.ts';
import { loadXxh64 } from '../../src/core/state/xxh64.ts';
import type {
  Channels,
  Endpoint,
  PeerHandler,
  PeerRequest,
  PeerResponse,
  Recipient,
  Transport,
} from '../../src/core/ports.ts';
import { hex } from '../../src/core/reconcile/bytes.ts';
import type { NodeId, StartId } from '../../src/shared/model.ts';
import { CONTENT } from '../lib/content.ts';
import { figure, median, RUNS, timed, type Measured } from '../lib/measure.ts';
import { endAll, startAll, until } from '../lib/machine.ts';
import { pusher } from '../lib/push.ts';
import { databaseIn, storageOn } from '../lib/stored.ts';
import { keyringOf, ports, wireOf } from '../lib/wire.ts';
import type { Wire } from '../../src/main/testing/loopback-wire.ts';

/** The runtime has optimised what runs for each push by then. */
const WARM_UPS = 2_000;
const PUSHES = 500;
/** One way, of a network that is not loopback: less than the 2 ms and more of the simulated ones. */
const DELAY_MS = 1;
/** As a state is fetched: pages of some 3.4 MB (PS5). */
const [PAGES, ENTRIES_OF_PAGE] = [3, 25_000];
const LIMITS = { connectTimeoutMs: 5_000, timeoutMs: 30_000, maxResponseBytes: 8 * 1024 * 1024 };
const HEADER = `1 ${'a'.repeat(32)} ${'b'.repeat(16)} ${'c'.repeat(32)} ${Date.now()} 4097`;

const keyring = keyringOf(randomBytes(SECRET_BYTES).toString('hex'));

const newId = (): NodeId => hex(randomBytes(16)) as NodeId;

/** One side of an exchange on loopback, with its name for the other. */
function side(isSealed: boolean): { transport: Transport; self: Recipient & { startId: StartId } } {
  const self = { id: newId(), startId: hex(randomBytes(8)) as StartId };
  const { transport, group } = wireOf(isSealed ? keyring : null);
  if (group === null) return { transport, self };
  const nothing = (): void => undefined;
  return {
    transport: new SealedTransport({
      ...ports,
      ...group,
      transport,
      self,
      holders: new KeyHolders(nothing),
      renew: nothing,
      onStranger: nothing,
    }),
    self,
  };
}

interface Line {
  ask: (request: PeerRequest) => Promise<PeerResponse>;
  stop: () => Promise<void>;
}

/** Two sides that answer a push with 204 and everything else with a page of a state. */
async function openLine(isSealed: boolean, page: Uint8Array): Promise<Line> {
  const [asking, answering] = [side(isSealed), side(isSealed)];
  const nothing = new Uint8Array(0);
  const answer = ({ method }: PeerRequest): Promise<PeerResponse> =>
    Promise.resolve({
      grapevine: HEADER,
      ...(method === 'PUT' ? { status: 204, body: nothing } : { status: 200, body: page }),
    });
  const started = await answering.transport.start(answer);
  await asking.transport.start(answer);
  if (!started.ok) throw new Error(started.error.detail);
  const to: Endpoint = { host: '127.0.0.1', port: started.value.port };
  return {
    ask: async (request) => {
      const answered = await asking.transport.request(to, request, LIMITS, answering.self);
      if (!answered.ok) throw new Error(answered.error.detail);
      return answered.value;
    },
    stop: async () => {
      await Promise.all([asking.transport.stop(), answering.transport.stop()]);
    },
  };
}

const entryText = (i: number, text: string): string =>
  `"desks/${i}":{"value":{"room":"${i * 7_919}","text":${JSON.stringify(text)}},"ts":${1.7e12 + i},"ttl":null}`;
const bodyOf = (entries: number, text: () => string): Uint8Array =>
  Buffer.from(`{${Array.from({ length: entries }, (_, i) => entryText(i, text())).join(',')}}`);
/** As long as {@link CONTENT}; compression leaves at least three quarters of it. */
const noise = (): string => randomBytes(CONTENT.length).toString('base64').slice(0, CONTENT.length);

interface Pair {
  /** Of one entry to the other node: ms there and back, as the node itself measures it. */
  push: () => Promise<number>;
  stop: () => Promise<void>;
}

/** The same wire, on which each message takes so long besides, also on channels; 0 leaves it as it is. */
function slowed({ transport, group }: Wire, delayMs: number): Wire {
  if (delayMs === 0) return { transport, group };
  const later = async <T>(exchange: () => Promise<T>): Promise<T> => {
    await sleep(delayMs);
    const answer = await exchange();
    await sleep(delayMs);
    return answer;
  };
  const slow = {
    start: (handler: PeerHandler) => transport.start(handler),
    stop: () => transport.stop(),
    request: (...asked: Parameters<Transport['request']>) => later(() => transport.request(...asked)),
  };
  const channels = group?.channels;
  if (group === null || channels === undefined) return { transport: slow, group };
  const open: Channels['open'] = async (...opening) => {
    const channel = await channels.open(...opening);
    if (channel === null) return null;
    return {
      get isOpen() {
        return channel.isOpen;
      },
      get isFree() {
        return channel.isFree;
      },
      request: (...asked) => later(() => channel.request(...asked)),
      close: () => channel.close(),
    };
  };
  const slowChannels: Channels = {
    serve: (grant) => channels.serve(grant),
    closeAll: () => channels.closeAll(),
    open,
  };
  return { transport: slow, group: { ...group, channels: slowChannels } };
}

/** Two real nodes with their databases, each message between them taking `delayMs` besides; a push of the first to the second. */
async function openPair(folder: string, isSealed: boolean, delayMs = 0): Promise<Pair> {
  const nodes: GrapevineNode[] = [];
  for (const name of ['first', 'second']) {
    const file = databaseIn(folder, `${name}-${isSealed ? 'sealed' : 'plain'}-${delayMs}`);
    const components = {
      ...ports,
      ...slowed(wireOf(isSealed ? keyring : null), delayMs),
      providers: [],
      storage: storageOn(file),
      xxh64: await loadXxh64(),
    };
    const node = createNode(
      components,
      { id: newId(), program: 'Grapevine bench' },
      { ...DEFAULT_NODE_SETTINGS, name },
    );
    const begun = await node.start();
    if (!begun.ok) throw new Error(begun.error.detail);
    nodes.push(node);
  }
  const [first, second] = nodes;
  if (first === undefined || second === undefined) throw new Error('two nodes are needed');
  first.addCandidate({ host: '127.0.0.1', port: second.status().peerPort, id: null, name: null, foundBy: 'static' });
  await until(() => first.peers()[0]?.state.kind === 'alive', 'the two did not meet');
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  return { push: pusher(first), stop };
}

/** The same with a process for each node. */
async function startPair(folder: string, isSealed: boolean): Promise<Pair> {
  const kind = isSealed ? { secret: hex(randomBytes(SECRET_BYTES)) } : {};
  const machines = await startAll(`${folder}/${isSealed ? 'sealed' : 'plain'}`, 2, () => undefined, kind);
  const [first] = machines;
  if (first === undefined) throw new Error('two nodes are needed');
  return { push: () => first.push(), stop: () => endAll(machines) };
}

/** Round trips of pushes; plain and sealed take turns. */
async function measurePushes(where: string, plain: Pair, sealed: Pair): Promise<Measured[]> {
  try {
    const times: { plain: number; sealed: number }[] = [];
    for (let i = 0; i < WARM_UPS + PUSHES; i += 1)
      times.push({ plain: await plain.push(), sealed: await sealed.push() });
    const measured = times.slice(WARM_UPS);
    const plainMs = median(measured.map((pair) => pair.plain));
    const sealedMs = median(measured.map((pair) => pair.sealed));
    return [
      figure(`a push between nodes in ${where}, plain`, plainMs, 'ms'),
      figure(`a push between nodes in ${where}, sealed`, sealedMs, 'ms'),
      figure(`a push between nodes in ${where}: sealing adds`, 100 * (sealedMs / plainMs - 1), '%'),
    ];
  } finally {
    await Promise.all([plain.stop(), sealed.stop()]);
  }
}

/** What sealing costs, on loopback and on a wire with a delay: pushes of one entry, and states of 13.6 MB. */
export async function measureSeal(folder: string): Promise<Measured[]> {
  return [
    ...(await measurePushes('one process', await openPair(folder, false), await openPair(folder, true))),
    ...(await measurePushes('two processes', await startPair(folder, false), await startPair(folder, true))),
    ...(await measurePushes(
      `one process, ${DELAY_MS} ms each way`,
      await openPair(folder, false, DELAY_MS),
      await openPair(folder, true, DELAY_MS),
    )),
    ...(await measureTransport()),
  ];
}

/** The transport alone, with nothing behind it. */
async function measureTransport(): Promise<Measured[]> {
  return [
    ...(await measureLines(
      'the transport alone: a push',
      bodyOf(1, () => CONTENT),
      PUSHES,
      'PUT',
    )),
    ...(await measureLines(
      'a state that compresses well',
      bodyOf(ENTRIES_OF_PAGE, () => CONTENT),
      PAGES,
      'GET',
    )),
    ...(await measureLines('a state that hardly compresses', bodyOf(ENTRIES_OF_PAGE, noise), PAGES, 'GET')),
  ];
}

/** `body` pushed or fetched so many times, plain and sealed in turn; what a push takes, or all of the state. */
async function measureLines(what: string, body: Uint8Array, times: number, method: 'PUT' | 'GET'): Promise<Measured[]> {
  const isPush = method === 'PUT';
  const nothing = new Uint8Array(0);
  const request = { method, path: isPush ? '/' : '/?after=', grapevine: HEADER, body: isPush ? body : nothing };
  const [plain, sealed] = [await openLine(false, body), await openLine(true, body)];
  try {
    const { plainMs, sealedMs, addedPercent } = await inTurns(plain, sealed, async ({ ask }) => {
      for (let i = 0; i < times; i += 1) await ask(request);
    });
    const parts = isPush ? times : 1;
    const size = isPush ? '' : `, ${((times * body.length) / 1e6).toFixed(1)} MB`;
    return [
      figure(`${what}${size}, plain`, plainMs / parts, 'ms'),
      figure(`${what}${size}, sealed`, sealedMs / parts, 'ms'),
      figure(`${what}: sealing adds`, addedPercent, '%'),
    ];
  } finally {
    await Promise.all([plain.stop(), sealed.stop()]);
  }
}

/** Medians, and the median of the ratios of each pair, after pairs to warm up. Each is the first of every other pair. */
async function inTurns(plain: Line, sealed: Line, work: (line: Line) => Promise<void>) {
  const pairs: { plainMs: number; sealedMs: number }[] = [];
  const [warmUps, runs] = [5, 40 * RUNS];
  for (let run = 0; run < warmUps + runs; run += 1) {
    const first = await timed(() => work(run % 2 === 0 ? plain : sealed));
    const second = await timed(() => work(run % 2 === 0 ? sealed : plain));
    pairs.push(run % 2 === 0 ? { plainMs: first, sealedMs: second } : { plainMs: second, sealedMs: first });
  }
  const measured = pairs.slice(warmUps);
  return {
    plainMs: median(measured.map(({ plainMs }) => plainMs)),
    sealedMs: median(measured.map(({ sealedMs }) => sealedMs)),
    addedPercent: 100 * (median(measured.map(({ plainMs, sealedMs }) => sealedMs / plainMs)) - 1),
  };
}
