import type { NodeComponents } from '../../../src/core/engine-types.ts';
import type { GrapevineNode } from '../../../src/core/node-api.ts';
import { createNode } from '../../../src/core/node.ts';
import { DEFAULT_NODE_SETTINGS } from '../../../src/core/settings.ts';
import { MemoryStorage } from '../../../src/core/state/memory-storage.ts';
import { SeededRandom } from '../../../src/core/testing/seeded-random.ts';
import type { NodeId } from '../../../src/shared/model.ts';
import { xxh64 } from '../../support/state.ts';
import { StateOracle } from './state-oracle.ts';

/** When all worlds begin. */
export const START_TIME = Date.UTC(2026, 0, 1);
export const NODE_ID = 'aa'.repeat(16) as NodeId;
const LIMITS = { maxEntries: 400, maxValueBytes: 4 * 1024 * 1024 };

const nothing = (): void => undefined;
export const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface JudgedNode {
  node: GrapevineNode;
  oracle: StateOracle;
}

/** A real node that finds nobody by itself, with the judge of its state. */
export function judgedNode(parts: Pick<NodeComponents, 'clock' | 'scheduler' | 'transport' | 'group'>): JudgedNode {
  const storage = new MemoryStorage();
  const components = { ...parts, storage, random: new SeededRandom(1), logger: SILENT, providers: [], xxh64 };
  const settings = { ...DEFAULT_NODE_SETTINGS, name: 'm0', ...LIMITS };
  const node = createNode(components, { id: NODE_ID, program: 'Grapevine test' }, settings);
  return { node, oracle: new StateOracle({ node, storage, clock: parts.clock }, LIMITS) };
}
