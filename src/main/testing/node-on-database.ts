import { createNode } from '../../core/node.ts';
import type { GrapevineNode } from '../../core/node-api.ts';
import type { Logger, Transport } from '../../core/ports.ts';
import { DEFAULT_NODE_SETTINGS } from '../../core/settings.ts';
import { loadXxh64 } from '../../core/state/xxh64.ts';
import type { NodeId } from '../../shared/model.ts';
import { createClock } from '../adapters/clock.ts';
import { createRandom } from '../adapters/random.ts';
import { createScheduler } from '../adapters/scheduler.ts';
import { DEFAULT_STORAGE_SETTINGS, SqliteStorage } from '../adapters/sqlite/sqlite-storage.ts';
import { startStorageWorker } from '../adapters/sqlite/start-worker.ts';

export const PEER_PORT = 4097;

const nothing = (): void => undefined;
export const SILENT: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const ID = '1'.repeat(32) as NodeId;

/** A running node on a database, without discovery; it throws when it cannot start. */
export async function nodeOn(file: string, transport: Transport): Promise<GrapevineNode> {
  const storage = new SqliteStorage(
    { startWorker: startStorageWorker, logger: SILENT },
    { ...DEFAULT_STORAGE_SETTINGS, file },
  );
  const ports = { clock: createClock(), scheduler: createScheduler(), random: createRandom(), logger: SILENT };
  const parts = { ...ports, transport, providers: [], storage, xxh64: await loadXxh64() };
  const node = createNode(parts, { id: ID, program: 'Grapevine test' }, { ...DEFAULT_NODE_SETTINGS, name: 'here' });
  const started = await node.start();
  if (!started.ok) throw new Error(started.error.detail);
  return node;
}
