import type { FoundBy } from '../../shared/model.ts';
import type { Candidate, PeerProvider } from '../ports.ts';

/** Finds what a list names, at start and at every refresh; `listed` tells it as it is at that time. */
export function createListProvider(foundBy: FoundBy, listed: () => Iterable<Omit<Candidate, 'foundBy'>>): PeerProvider {
  let onCandidate: ((candidate: Candidate) => void) | null = null;
  const yieldAll = (): void => {
    for (const candidate of listed()) onCandidate?.({ ...candidate, foundBy });
  };
  return {
    foundBy,
    start: (_self, listener) => {
      if (onCandidate === null) {
        onCandidate = listener;
        yieldAll();
      }
      return Promise.resolve();
    },
    announce: () => undefined,
    refresh: yieldAll,
    stop: () => {
      onCandidate = null;
      return Promise.resolve();
    },
  };
}
