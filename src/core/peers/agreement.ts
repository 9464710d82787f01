import type { C19Version, Digest, PeerView, SyncStatus } from '../../shared/model.ts';
import { assertNever } from '../../shared/result.ts';
import type { AgentFacts, Peer } from './peer.ts';

export interface AgreementContext {
  ours: Digest;
  /** Monotonic ms. */
  now: number;
  /** How long it takes to hear from every peer once: a report older than that is not relied upon (PD7). */
  roundMs: number;
  /** The same for C19 agents: our C19 version, and the longest pause between two times that a served one is asked (C1.3). */
  c19: { ours: C19Version; roundMs: number };
}

/**
 * Whether the peer has our state, by what was last heard from it. `differs` is said only of a difference that was received and that
 * nothing here has changed since; all that is not known either way is `unknown`.
 */
export function agreementWith(peer: Peer, context: AgreementContext): PeerView['version'] {
  const { report, agent } = peer;
  if (agent !== null) return agreementWithAgent(agent, context);
  const { ours, now, roundMs } = context;
  if (report === null || now - report.at > roundMs) return 'unknown';
  if (report.digest === ours) return 'same';
  return report.ours === ours ? 'differs' : 'unknown';
}

/** The same by C19 versions. An agent that another node serves is asked by that node alone. */
function agreementWithAgent({ isServed, report }: AgentFacts, { c19, now }: AgreementContext): PeerView['version'] {
  if (!isServed || report === null || now - report.at > c19.roundMs) return 'unknown';
  if (report.version === c19.ours) return 'same';
  if (report.ours !== c19.ours) return 'unknown';
  return report.differsByExpiryOnly ? 'same' : 'differs';
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
      // It counts at the node that serves it; nobody else can tell.
      if (peer.agent?.isServed === false) return;
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
    case 'blocked':
      return;
    default:
      assertNever(kind);
  }
}
