import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { firstKeys } from '../../core/group/group-keys.ts';
import type { GroupSecret } from '../../core/group/invite-code.ts';
import { Keyring } from '../../core/group/keyring.ts';
import { createNode } from '../../core/node.ts';
import type { GrapevineNode } from '../../core/node-api.ts';
import { hex } from '../../core/reconcile/bytes.ts';
import { DEFAULT_NODE_SETTINGS, type NodeSettings } from '../../core/settings.ts';
import { MemoryStorage } from '../../core/state/memory-storage.ts';
import { loadXxh64 } from '../../core/state/xxh64.ts';
import type { NodeId } from '../../shared/model.ts';
import { createClock } from '../adapters/clock.ts';
import { silentLogger } from '../adapters/http/testing/loggers.ts';
import { createRandom } from '../adapters/random.ts';
import { createScheduler } from '../adapters/scheduler.ts';
import { loopbackWire } from './loopback-wire.ts';

/** A node on loopback with the real HTTP transport, which finds nobody by itself: of the private group with this secret, or of an open one. */
export async function startedOnLoopback(
  name: string,
  settings: Partial<NodeSettings> = {},
  secret: GroupSecret | null = null,
): Promise<GrapevineNode> {
  const ports = { clock: createClock(), scheduler: createScheduler(), random: createRandom(), logger: silentLogger };
  const components = {
    ...ports,
    ...loopbackWire(ports, secret === null ? null : new Keyring(firstKeys(secret))),
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
