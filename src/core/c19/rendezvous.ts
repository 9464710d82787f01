import type { NodeId } from '../../shared/model.ts';
import { keyHash } from '../state/hash.ts';

/**
 * Which of the nodes serves the agent at this address (C1.3): the one with the highest hash of its id and the address. All nodes that know the
 * same candidates choose the same one, and when one comes or goes only its own agents change hands. Null when there is no candidate.
 */
export function servingNode(address: string, candidates: Iterable<NodeId>): NodeId | null {
  let best: { id: NodeId; weight: string } | null = null;
  for (const id of candidates) {
    const weight = keyHash(`${id} ${address}`);
    if (best === null || weight > best.weight) best = { id, weight };
  }
  return best?.id ?? null;
}
