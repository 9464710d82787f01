import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createNode } from '../core/node.ts';
import type { GrapevineNode } from '../core/node-api.ts';
import { hex } from '../core/self.ts';
import { DEFAULT_NODE_SETTINGS } from '../core/settings.ts';
import { MemoryStorage } from '../core/state/memory-storage.ts';
import { loadXxh64 } from '../core/state/xxh64.ts';
import { encodeEntries } from '../core/sync/entry-codec.ts';
import { SeededRandom } from '../core/testing/seeded-random.ts';
import type { NodeId } from '../shared/model.ts';
import { createClock } from './adapters/clock.ts';
import { createHttpTransport } from './adapters/http/http-transport.ts';
import { DEFAULT_HTTP_LIMITS } from './adapters/http/limits.ts';
import { silentLogger } from './adapters/http/testing/loggers.ts';
import { createRandom } from './adapters/random.ts';
import { createScheduler } from './adapters/scheduler.ts';
import { PATIENTLY } from './testing/patiently.ts';

const ENTRIES = 100_000;
const BATCH = 5_000;

/** A node on loopback with the real HTTP transport, which finds nobody by itself. */
async function startedNode(name: string): Promise<GrapevineNode> {
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
  const node = createNode(components, identity, { ...DEFAULT_NODE_SETTINGS, name });
  const started = await node.start();
  if (!started.ok) throw new Error(started.error.detail);
  return node;
}

/** Desks as an office might hold them: about 100 bytes each, with names and numbers that no compressor can foresee. */
async function fill(node: GrapevineNode): Promise<void> {
  const random = new SeededRandom(1);
  const desk = (i: number) => ({
    key: `desks/${i % 40}/${i}`,
    value: {
      takenBy: hex(random.bytes(6)),
      since: Math.floor(random.next() * 1e9),
      phone: Math.floor(random.next() * 1e4),
      standing: i % 3 === 0,
    },
  });
  for (let i = 0; i < ENTRIES; i += BATCH) {
    const written = await node.write(
      Array.from({ length: BATCH }, (_, n) => desk(i + n)),
      { kind: 'user' },
    );
    if (!written.ok) throw new Error(JSON.stringify(written.error));
  }
}

/** Every connection that undici opens to the port from now on: its bytes count headers as well. */
function connectionsTo(port: number): Set<Socket> {
  const sockets = new Set<Socket>();
  subscribe('undici:client:connected', (message) => {
    const { socket } = message as { socket: Socket };
    if (socket.remotePort === port) sockets.add(socket);
  });
  return sockets;
}

it(
  '[RC4] a newcomer gets 100,000 entries in at most a third of the bytes of their JSON',
  { timeout: 120_000 },
  async () => {
    const group = await startedNode('group');
    await fill(group);
    const { entries } = group.list({ filter: '', offset: 0, limit: ENTRIES });
    expect(entries).toHaveLength(ENTRIES);
    const jsonBytes = encodeEntries(entries).length;
    const { peerPort: port } = group.status();
    const sockets = connectionsTo(port);
    const newcomer = await startedNode('newcomer');
    newcomer.addCandidate({ host: '127.0.0.1', port, id: null, name: null, foundBy: 'static' });
    await expect.poll(() => newcomer.status().digest, { ...PATIENTLY, timeout: 90_000 }).toBe(group.status().digest);
    const bytes = [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0);
    expect(bytes).toBeGreaterThan(jsonBytes / 20);
    expect(bytes).toBeLessThan(jsonBytes / 3);
    await Promise.all([newcomer.stop(), group.stop()]);
  },
);
