import type { Digest, PeerView, SyncStatus } from '../../shared/model.ts';
import { assertNever } from '../../shared/result.ts';
import type { Peer } from './peer.ts';

export interface AgreementContext {
  ours: Digest;
  /** Monotonic ms. */
  now: number;
  /** How long it takes to hear from every peer once: a report older than that is not relied upon (PD7). */
  roundMs: number;
}

/**
 * Whether the peer has our state, by what was last heard from it. `differs` is said only of a difference that was received and that
 * nothing here has changed since; all that is not known either way is `unknown`.
 */
export function agreementWith(peer: Peer, { ours, now, roundMs }: AgreementContext): PeerView['version'] {
  const { report } = peer;
  if (report === null || now - report.at > roundMs) return 'unknown';
  if (report.digest === ours) return 'same';
  return report.ours === ours ? 'differs' : 'unknown';
}

/** What may be said of the whole group (PD7): in sync only when every alive peer is known to agree. */
export function syncStatus(peers: Peer[], context: AgreementContext): SyncStatus {
  const counts = { alive: 0, unreachable: 0, differs: 0, unknown: 0 };
  for (const peer of peers) count(peer, context, counts);
  const { alive, unreachable, differs, unknown } = counts;
  if (alive === 0) return { kind: 'alone', unreachable };
  if (differs > 0) return { kind: 'behind', behind: differs, peers: alive, unreachable };
  if (unknown > 0) return { kind: 'checking', unsure: unknown, peers: alive, unreachable };
  return { kind: 'in-sync', peers: alive, unreachable };
}

interface Counts {
  alive: number;
  unreachable: number;
  differs: number;
  unknown: number;
}

function count(peer: Peer, context: AgreementContext, counts: Counts): void {
  const { kind } = peer.state;
  switch (kind) {
    case 'alive': {
      counts.alive += 1;
      const version = agreementWith(peer, context);
      if (version !== 'same') counts[version] += 1;
      return;
    }
    case 'unreachable':
      counts.unreachable += 1;
      return;
    case 'connecting':
    case 'left':
      return;
    default:
      assertNever(kind);
  }
}
