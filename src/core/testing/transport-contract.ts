import type {
  Endpoint,
  PeerHandler,
  PeerRequest,
  PeerResponse,
  RequestLimits,
  Transport,
  TransportError,
} from '../ports.ts';
import type { Result } from '../../shared/result.ts';

/** What a test gives the contract: transports that can reach each other, and the passing of time. */
export interface TransportHarness {
  /** A new transport, not started, and the host under which the others reach it and see it call. */
  create(): { transport: Transport; host: string };
  /** Resolves with the promise; lets virtual time pass until then. */
  settle<T>(promise: Promise<T>): Promise<T>;
}

/** One promise of the Transport port. The test stops its transports afterwards. */
export interface TransportCase {
  title: string;
  run(harness: TransportHarness): Promise<void>;
}

const PATIENT: RequestLimits = { connectTimeoutMs: 5_000, timeoutMs: 10_000, maxResponseBytes: 4 * 1024 * 1024 };
const HASTY: RequestLimits = { connectTimeoutMs: 100, timeoutMs: 100, maxResponseBytes: 1_000 };
const EMPTY = new Uint8Array(0);
const NOTHING: PeerResponse = { status: 204, grapevine: null, body: EMPTY };

const never = (): Promise<PeerResponse> => new Promise(() => undefined);

/** Every behaviour that the core relies on, for the real adapter and for its test double alike. */
export const transportContract: readonly TransportCase[] = [
  {
    title: 'carries every field of a request and of its answer',
    run: async (harness) => {
      const seen: PeerRequest[] = [];
      const { client, server } = await pair(harness, (request) => {
        seen.push(request);
        return Promise.resolve({ status: 422, grapevine: 'digest=00', body: bytes(1, 2, 3) });
      });
      const request = { method: 'POST', path: '/-/x?a=%2F&b', grapevine: 'id=ff;n=0', body: bytes(0, 255, 10, 13) };
      const answer = expectOk(await harness.settle(client.request(server, request, PATIENT)));
      expectEqual(answer.status, 422, 'status');
      expectEqual(answer.grapevine, 'digest=00', 'Grapevine header of the answer');
      expectBytes(answer.body, bytes(1, 2, 3), 'body of the answer');
      const got = only(seen);
      expectEqual(got.method, 'POST', 'method');
      expectEqual(got.path, '/-/x?a=%2F&b', 'raw path');
      expectEqual(got.grapevine, 'id=ff;n=0', 'Grapevine header of the request');
      expectBytes(got.body, request.body, 'body of the request');
    },
  },
  {
    title: 'tells an absent Grapevine header and an empty body from present ones',
    run: async (harness) => {
      const seen: PeerRequest[] = [];
      const { client, server } = await pair(harness, (request) => {
        seen.push(request);
        return Promise.resolve(NOTHING);
      });
      const answer = expectOk(await harness.settle(client.request(server, get('/'), PATIENT)));
      expectEqual(answer.status, 204, 'status');
      expectEqual(answer.grapevine, null, 'Grapevine header of the answer');
      expectEqual(answer.body.length, 0, 'length of the answer');
      expectEqual(only(seen).grapevine, null, 'Grapevine header of the request');
      expectEqual(only(seen).body.length, 0, 'length of the body');
    },
  },
  {
    title: 'carries a binary megabyte both ways, between native nodes and for others',
    run: async (harness) => {
      const { client, server } = await pair(harness, ({ body }) =>
        Promise.resolve({ status: 200, grapevine: null, body }),
      );
      const body = pattern(1024 * 1024);
      for (const grapevine of ['native', null]) {
        const request = { method: 'PUT', path: '/', grapevine, body };
        const answer = expectOk(await harness.settle(client.request(server, request, PATIENT)));
        expectBytes(answer.body, body, 'body');
      }
    },
  },
  {
    title: 'keeps the answers of concurrent requests apart',
    run: async (harness) => {
      const { client, server } = await pair(harness, ({ body }) =>
        Promise.resolve({ status: 200, grapevine: null, body }),
      );
      const requests = Array.from({ length: 50 }, (_, index) =>
        client.request(server, { method: 'PUT', path: '/', grapevine: null, body: bytes(index) }, PATIENT),
      );
      const answers = await harness.settle(Promise.all(requests));
      answers.forEach((answer, index) => expectBytes(expectOk(answer).body, bytes(index), `answer ${index}`));
    },
  },
  {
    title: 'tells the handler who called',
    run: async (harness) => {
      const callers: string[] = [];
      const { client, server, clientHost } = await pair(harness, (_request, remoteHost) => {
        callers.push(remoteHost);
        return Promise.resolve(NOTHING);
      });
      expectOk(await harness.settle(client.request(server, get('/'), PATIENT)));
      expectEqual(only(callers), clientHost, 'remote host');
    },
  },
  {
    title: 'answers `refused` where nothing listens',
    run: async (harness) => {
      const { client, server, serverTransport } = await pair(harness, () => Promise.resolve(NOTHING));
      await harness.settle(serverTransport.stop());
      expectError(await harness.settle(client.request(server, get('/'), PATIENT)), 'refused');
    },
  },
  {
    title: 'answers `timeout` when the handler does not answer in time',
    run: async (harness) => {
      const { client, server } = await pair(harness, never);
      expectError(await harness.settle(client.request(server, get('/'), HASTY)), 'timeout');
    },
  },
  {
    title: 'answers `too-large` past the caller’s limit, and not at it',
    run: async (harness) => {
      const { client, server } = await pair(harness, ({ path }) =>
        Promise.resolve({ status: 200, grapevine: null, body: pattern(path === '/at' ? 1_000 : 1_001) }),
      );
      const limits = { ...PATIENT, maxResponseBytes: 1_000 };
      const atLimit = expectOk(await harness.settle(client.request(server, get('/at'), limits)));
      expectEqual(atLimit.body.length, 1_000, 'length of the answer');
      expectError(await harness.settle(client.request(server, get('/past'), limits)), 'too-large');
    },
  },
  {
    title: 'ends its own exchanges under way with `stopped`, and refuses later ones',
    run: async (harness) => {
      const called = Promise.withResolvers<undefined>();
      const { client, server } = await pair(harness, () => {
        called.resolve(undefined);
        return never();
      });
      const underWay = client.request(server, get('/'), PATIENT);
      await harness.settle(called.promise);
      await harness.settle(client.stop());
      expectError(await harness.settle(underWay), 'stopped');
      expectError(await harness.settle(client.request(server, get('/'), PATIENT)), 'stopped');
    },
  },
  {
    title: 'ends the exchanges of its callers when it stops',
    run: async (harness) => {
      const called = Promise.withResolvers<undefined>();
      const { client, server, serverTransport } = await pair(harness, () => {
        called.resolve(undefined);
        return never();
      });
      const underWay = client.request(server, get('/'), PATIENT);
      await harness.settle(called.promise);
      await harness.settle(serverTransport.stop());
      const answer = await harness.settle(underWay);
      expectEqual(answer.ok, false, 'answered');
      expectEqual(!answer.ok && answer.error.kind === 'stopped', false, 'error is the caller’s own stop');
    },
  },
  {
    title: 'answers `stopped` before its start',
    run: async (harness) => {
      const { transport } = harness.create();
      const { server } = await pair(harness, () => Promise.resolve(NOTHING));
      expectError(await harness.settle(transport.request(server, get('/'), PATIENT)), 'stopped');
    },
  },
  {
    title: 'may be started twice and stopped twice, and started again',
    run: async (harness) => {
      const { transport, host } = harness.create();
      const { client } = await pair(harness, () => Promise.resolve(NOTHING));
      const handler: PeerHandler = () => Promise.resolve(NOTHING);
      const first = expectStarted(await harness.settle(transport.start(handler)));
      expectEqual(expectStarted(await harness.settle(transport.start(handler))), first, 'port of the second start');
      await harness.settle(Promise.all([transport.stop(), transport.stop()]));
      await harness.settle(transport.stop());
      const again = expectStarted(await harness.settle(transport.start(handler)));
      expectOk(await harness.settle(client.request({ host, port: again }, get('/'), PATIENT)));
    },
  },
];

interface Pair {
  client: Transport;
  clientHost: string;
  serverTransport: Transport;
  server: Endpoint;
}

/** Two started transports; the server answers with `handler`. */
async function pair(harness: TransportHarness, handler: PeerHandler): Promise<Pair> {
  const { transport: client, host: clientHost } = harness.create();
  const { transport: serverTransport, host } = harness.create();
  expectStarted(await harness.settle(client.start(() => Promise.resolve(NOTHING))));
  const port = expectStarted(await harness.settle(serverTransport.start(handler)));
  return { client, clientHost, serverTransport, server: { host, port } };
}

const get = (path: string): PeerRequest => ({ method: 'GET', path, grapevine: null, body: EMPTY });

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Bytes that no compression makes much smaller, always the same. */
function pattern(length: number): Uint8Array {
  const filled = new Uint8Array(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    filled[at] = state >> 16;
  }
  return filled;
}

function only<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined || items.length !== 1) throw new Error(`expected one item, got ${items.length}`);
  return first;
}

function expectEqual<T>(actual: T, expected: T, what: string): void {
  if (actual !== expected) throw new Error(`${what}: expected ${String(expected)}, got ${String(actual)}`);
}

function expectBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  expectEqual(actual.length, expected.length, `length of ${what}`);
  const differs = expected.findIndex((byte, index) => actual[index] !== byte);
  expectEqual(differs, -1, `first differing byte of ${what}`);
}

function expectOk(result: Result<PeerResponse, TransportError>): PeerResponse {
  if (!result.ok) throw new Error(`expected an answer, got ${result.error.kind}: ${result.error.detail}`);
  return result.value;
}

function expectStarted(result: Result<{ port: number }, TransportError>): number {
  if (!result.ok) throw new Error(`expected a start, got ${result.error.kind}: ${result.error.detail}`);
  return result.value.port;
}

function expectError(result: Result<PeerResponse, TransportError>, kind: TransportError['kind']): void {
  if (result.ok) throw new Error(`expected ${kind}, got an answer with status ${result.value.status}`);
  expectEqual(result.error.kind, kind, 'error');
  expectEqual(result.error.detail.length > 0, true, 'detail is given');
}
