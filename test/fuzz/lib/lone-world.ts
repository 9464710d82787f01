import type { GrapevineNode } from '../../../src/core/node-api.ts';
import { ManualClock } from '../../../src/core/testing/manual-time.ts';
import { MemoryNetwork, PERFECT } from '../../../src/core/testing/memory-network.ts';
import { SeededRandom } from '../../../src/core/testing/seeded-random.ts';
import { createScheduler } from '../../../src/main/adapters/scheduler.ts';
import { judgedNode, START_TIME } from './judged-node.ts';
import type { StateOracle } from './state-oracle.ts';

const nothing = (): void => undefined;

/** A node that knows nobody, in real time by a clock that stands still: what programs and the window ask of it needs no network. */
export class LoneWorld {
  readonly node: GrapevineNode;
  readonly oracle: StateOracle;
  readonly clock: ManualClock;

  constructor() {
    const scheduler = createScheduler();
    const random = new SeededRandom(1);
    this.clock = new ManualClock({ monotonicMs: () => 0, after: () => nothing }, START_TIME);
    const transport = new MemoryNetwork({ scheduler, random }, PERFECT).transport('m0', 4097);
    const { node, oracle } = judgedNode({ clock: this.clock, scheduler, transport });
    this.node = node;
    this.oracle = oracle;
  }

  async start(): Promise<void> {
    const started = await this.node.start();
    if (!started.ok) throw new Error(started.error.detail);
    const writes = ['a', 'b', 'desks/1', 'desks/2', '__proto__', '🍇'].map((key) => ({ key, value: { key } }));
    await this.node.write(writes, { kind: 'user' });
    await this.node.write([{ key: 'b', value: null }], { kind: 'user' });
    this.oracle.check();
  }

  /** The clock goes on after each input, so that what was written with a lifetime ends. */
  settle(): void {
    this.clock.jump(10);
    this.oracle.check();
  }
}
