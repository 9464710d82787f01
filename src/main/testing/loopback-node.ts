import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { createNode } from '../../core/node.ts';
import type { GrapevineNode } from '../../core/node-api.ts';
import { hex } from '../../core/reconcile/bytes.ts';
import { DEFAULT_NODE_SETTINGS, type NodeSettings } from '../../core/settings.ts';
import { MemoryStorage } from '../../core/state/memory-storage.ts';
import { loadXxh64 } from '../../core/state/xxh64.ts';
import type { NodeId } from '../../shared/model.ts';
import { createClock } from '../adapters/clock.ts';
import { createHttpTransport } from '../adapters/http/http-transport.ts';
import { DEFAULT_HTTP_LIMITS } from '../adapters/http/limits.ts';
import { silentLogger } from '../adapters/http/testing/loggers.ts';
import { createRandom } from '../adapters/random.ts';
import { createScheduler } from '../adapters/scheduler.ts';

/** A node on loopback with the real HTTP transport, which finds nobody by itself. */
export async function startedOnLoopback(name: string, settings: Partial<NodeSettings> = {}): Promise<GrapevineNode> {
  const ports = { clock: createClock(), scheduler: createScheduler(), random: createRandom(), logger: silentLogger };
  const listening = { port: 0, hosts: ['127.0.0.1'], allowedHostNames: [], limits: DEFAULT_HTTP_LIMITS };
  const components = {
    ...ports,
    transport: createHttpTransport(ports, listening),
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

/** Every connection that undici opens to the port from now on: its bytes count headers as well. */
export function connectionsTo(port: number): Set<Socket> {
  const sockets = new Set<Socket>();
  subscribe('undici:client:connected', (message) => {
    const { socket } = message as { socket: Socket };
    if (socket.remotePort === port) sockets.add(socket);
  });
  return sockets;
}
