import type { NodeId } from '../../shared/model.ts';

/**
 * Peers in a ring ordered by id, beginning behind `self`, cut into at most `count` arcs whose lengths differ by one at most (PB3). With up to
 * `count` peers each is an arc of its own.
 */
export function cutRing<T>(peers: readonly T[], idOf: (peer: T) => string, self: NodeId, count: number): T[][] {
  const sorted = peers.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const first = sorted.findIndex((peer) => idOf(peer) > self);
  const ring = first <= 0 ? sorted : [...sorted.slice(first), ...sorted.slice(0, first)];
  const arcs = Math.min(count, ring.length);
  return Array.from({ length: arcs }, (_, i) =>
    ring.slice(Math.floor((i * ring.length) / arcs), Math.floor(((i + 1) * ring.length) / arcs)),
  );
}
