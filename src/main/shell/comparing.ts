import type { GrapevineNode } from '../../core/node-api.ts';
import { LIST_LIMIT, type CompareOutcome } from '../../shared/ipc.ts';

interface Run {
  found: number;
  isCancelled: boolean;
}

/** The window's comparison with a peer (RE4): one at a time, followed and cancelled while it runs. */
export class Comparing {
  #run: Run = { found: 0, isCancelled: false };

  /** How many differences the one under way, or the last one, has found. */
  get found(): number {
    return this.#run.found;
  }

  async run(node: Pick<GrapevineNode, 'comparePeer'>, rowId: string): Promise<CompareOutcome> {
    this.cancel();
    const run: Run = { found: 0, isCancelled: false };
    this.#run = run;
    const onFound = (count: number): void => {
      run.found = count;
    };
    const compared = await node.comparePeer(rowId, { limit: LIST_LIMIT, onFound, goesOn: () => !run.isCancelled });
    if (run.isCancelled) return { kind: 'cancelled' };
    return compared.ok ? { kind: 'done', comparison: compared.value } : { kind: 'failed', reason: compared.error };
  }

  cancel(): void {
    this.#run.isCancelled = true;
  }
}
