import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { firstKeys } from '../../core/group/group-keys.ts';
import type { GroupComponents } from '../../core/group/group-parts.ts';
import type { GroupSecret } from '../../core/group/invite-code.ts';
import { Keyring } from '../../core/group/keyring.ts';
import { createNode } from '../../core/node.ts';
import type { GrapevineNode } from '../../core/node-api.ts';
import { hex } from '../../core/reconcile/bytes.ts';
import { DEFAULT_NODE_SETTINGS, type NodeSettings } from '../../core/settings.ts';
import { MemoryStorage } from '../../core/state/memory-storage.ts';
import { loadXxh64 } from '../../core/state/xxh64.ts';
import type { NodeId } from '../../shared/model.ts';
import { ok } from '../../shared/result.ts';
import { createClock } from '../adapters/clock.ts';
import { createBodyPacking, type PackingComponents } from '../adapters/http/body-packing.ts';
import { ByteBudget } from '../adapters/http/byte-budget.ts';
import { Inflater } from '../adapters/http/compression.ts';
import { createHttpTransport } from '../adapters/http/http-transport.ts';
import { DEFAULT_HTTP_LIMITS } from '../adapters/http/limits.ts';
import { silentLogger } from '../adapters/http/testing/loggers.ts';
import { createRandom } from '../adapters/random.ts';
import { createScheduler } from '../adapters/scheduler.ts';

/** A node on loopback with the real HTTP transport, which finds nobody by itself: of the private group with this secret, or of an open one. */
export async function startedOnLoopback(
  name: string,
  settings: Partial<NodeSettings> = {},
  secret: GroupSecret | null = null,
): Promise<GrapevineNode> {
  const ports = { clock: createClock(), scheduler: createScheduler(), random: createRandom(), logger: silentLogger };
  const listening = { port: 0, hosts: ['127.0.0.1'], allowedHostNames: [], limits: DEFAULT_HTTP_LIMITS };
  const bodies = { budget: new ByteBudget(DEFAULT_HTTP_LIMITS.maxBufferedBytes), inflater: new Inflater() };
  const components = {
    ...ports,
    transport: createHttpTransport({ ...ports, ...bodies }, listening),
    group: secret === null ? null : groupOf(secret, bodies),
    providers: [],
    storage: new MemoryStorage(),
    xxh64: await loadXxh64(),
  };
  const identity = { id: hex(ports.random.bytes(16)) as NodeId, program: 'test' };
  const node = createNode(components, identity, { ...DEFAULT_NODE_SETTINGS, name, ...settings });
  const started = await node.start();
  if (!started.ok) throw new Error(started.error.detail);
  return node;
}

const groupOf = (secret: GroupSecret, bodies: PackingComponents): GroupComponents => ({
  keyring: new Keyring(firstKeys(secret)),
  packing: createBodyPacking(bodies, DEFAULT_HTTP_LIMITS),
  save: () => Promise.resolve(ok(undefined)),
});

/** Every connection that undici opens to the port from now on: its bytes count headers as well. */
export function connectionsTo(port: number): Set<Socket> {
  const sockets = new Set<Socket>();
  subscribe('undici:client:connected', (message) => {
    const { socket } = message as { socket: Socket };
    if (socket.remotePort === port) sockets.add(socket);
  });
  return sockets;
}
