import type { Candidate, PeerProvider } from '../../core/ports.ts';
import type { Address } from '../../shared/address.ts';

/**
 * The peers that the user lists (PD1): each is a candidate at start and at every refresh. `addresses` tells the list as it is at that
 * time.
 */
export function createStaticProvider(addresses: () => readonly Address[]): PeerProvider {
  let onCandidate: ((candidate: Candidate) => void) | null = null;
  const yieldAll = (): void => {
    for (const { host, port } of addresses()) onCandidate?.({ host, port, id: null, name: null, foundBy: 'static' });
  };
  return {
    foundBy: 'static',
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
