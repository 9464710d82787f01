import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createNode } from '../../../core/node.ts';
import type { GrapevineNode } from '../../../core/node-api.ts';
import type { Logger } from '../../../core/ports.ts';
import { DEFAULT_NODE_SETTINGS } from '../../../core/settings.ts';
import { MemoryStorage } from '../../../core/state/memory-storage.ts';
import { loadXxh64 } from '../../../core/state/xxh64.ts';
import { MemoryNetwork, PERFECT } from '../../../core/testing/memory-network.ts';
import { SeededRandom } from '../../../core/testing/seeded-random.ts';
import type { NodeId } from '../../../shared/model.ts';
import { createScheduler } from '../../adapters/scheduler.ts';
import { DEFAULT_LOCAL_API_LIMITS, type LocalApiLimits } from '../limits.ts';
import { createLocalApi, type LocalApi } from '../local-api.ts';

/** What the node's clock shows, for ever. */
export const NOW = Date.UTC(2026, 0, 1);

const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
function ignore(): void {
  // Nobody reads this log.
}

export interface ApiAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface AskOptions {
  body?: string | Uint8Array;
  headers?: OutgoingHttpHeaders;
  host?: string;
}

export interface ApiHarness extends AsyncDisposable {
  node: GrapevineNode;
  api: LocalApi;
  port: number;
  /** One request on a connection of its own; `path` goes out as it is. */
  ask(method: string, path: string, options?: AskOptions): Promise<ApiAnswer>;
  /** Sends bytes, and gives everything that comes back until the connection closes. */
  askRaw(bytes: string | Uint8Array): Promise<string>;
}

export interface HarnessSettings {
  /** @default one that need not be shown */
  token?: string | null;
  limits?: Partial<LocalApiLimits>;
  maxEntries?: number;
}

/** The token of an API that does not ask for it. */
export const UNASKED = 'an-unasked-token-of-32-characters';

/** A real node behind a real local API on free ports, on a network of its own. */
export async function startApi({ token = null, limits = {}, maxEntries }: HarnessSettings = {}): Promise<ApiHarness> {
  const node = await startNode(maxEntries ?? DEFAULT_NODE_SETTINGS.maxEntries);
  const api = createLocalApi(
    { node, logger: silent },
    {
      port: 0,
      token: token ?? UNASKED,
      isTokenRequired: token !== null,
      allowedHostNames: ['desk-1'],
      limits: { ...DEFAULT_LOCAL_API_LIMITS, ...limits },
    },
  );
  const started = await api.start();
  if (!started.ok) throw new Error(started.error.detail);
  const { port } = started.value;
  return {
    node,
    api,
    port,
    ask: (method, path, options = {}) => ask(port, method, path, options),
    askRaw: (bytes) => askRaw(port, bytes),
    [Symbol.asyncDispose]: async () => {
      await api.stop();
      await node.stop();
    },
  };
}

async function startNode(maxEntries: number): Promise<GrapevineNode> {
  const scheduler = createScheduler();
  const random = new SeededRandom(1);
  const components = {
    clock: { now: () => NOW },
    scheduler,
    random,
    logger: silent,
    transport: new MemoryNetwork({ scheduler, random }, PERFECT).transport('here', 0),
    providers: [],
    storage: new MemoryStorage(),
    xxh64: await loadXxh64(),
  };
  const identity = { id: 'ab'.repeat(16) as NodeId, program: 'Grapevine test' };
  const node = createNode(components, identity, { ...DEFAULT_NODE_SETTINGS, name: 'desk-1', maxEntries });
  const started = await node.start();
  if (!started.ok) throw new Error(started.error.detail);
  return node;
}

function ask(port: number, method: string, path: string, options: AskOptions): Promise<ApiAnswer> {
  const { body, headers = {}, host = '127.0.0.1' } = options;
  return new Promise((resolve, reject) => {
    const asking = request({ host, port, method, path, headers, agent: false }, (answer) => {
      text(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: read }),
        reject,
      );
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

async function askRaw(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  return text(socket);
}
