import { createNode } from '../../../core/node.ts';
import type { GrapevineNode } from '../../../core/node-api.ts';
import type { Logger } from '../../../core/ports.ts';
import { DEFAULT_NODE_SETTINGS, type NodeSettings } from '../../../core/settings.ts';
import { MemoryStorage } from '../../../core/state/memory-storage.ts';
import { loadXxh64 } from '../../../core/state/xxh64.ts';
import { MemoryNetwork, PERFECT } from '../../../core/testing/memory-network.ts';
import { SeededRandom } from '../../../core/testing/seeded-random.ts';
import type { NodeId } from '../../../shared/model.ts';
import { createClock } from '../../adapters/clock.ts';
import { createScheduler } from '../../adapters/scheduler.ts';

const nothing = (): void => undefined;
const SILENT: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface LoneNode extends AsyncDisposable {
  node: GrapevineNode;
  storage: MemoryStorage;
}

/** A real node that keeps everything in memory and knows nobody, running until the end of the block. */
export async function loneNode(settings: Partial<NodeSettings> = {}): Promise<LoneNode> {
  const parts = { scheduler: createScheduler(), random: new SeededRandom(1) };
  const storage = new MemoryStorage();
  const transport = new MemoryNetwork(parts, PERFECT).transport('m0', 4097);
  const components = {
    ...parts,
    ...{ clock: createClock(), logger: SILENT, transport, providers: [], storage, xxh64: await loadXxh64() },
  };
  const identity = { id: 'ab'.repeat(16) as NodeId, program: 'Grapevine test' };
  const node = createNode(components, identity, { ...DEFAULT_NODE_SETTINGS, name: 'm0', ...settings });
  const started = await node.start();
  if (!started.ok) throw new Error(started.error.detail);
  return { node, storage, [Symbol.asyncDispose]: () => node.stop() };
}

/** Writes values as the user. */
export async function put(
  node: GrapevineNode,
  values: Record<string, unknown>,
  ttl: number | null = null,
): Promise<void> {
  const writes = Object.entries(values).map(([key, value]) => ({ key, value, ttl }));
  const written = await node.write(writes, { kind: 'user' });
  if (!written.ok) throw new Error(JSON.stringify(written.error));
}

/** Every live value's text, by key. */
export function valuesOf(node: GrapevineNode): Record<string, string> {
  const { entries } = node.list({ filter: '', offset: 0, limit: 1_000_000 });
  return Object.fromEntries(entries.map(({ key, text }) => [key, text]));
}
