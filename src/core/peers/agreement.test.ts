import { describe, expect, it } from 'vitest';
import type { C19Version, Digest, NodeId, PeerState } from '../../shared/model.ts';
import { agreementWith, syncStatus, type AgreementContext } from './agreement.ts';
import { newPeer, type AgentReport, type Peer, type Report } from './peer.ts';

const A = 'a'.repeat(32) as Digest;
const B = 'b'.repeat(32) as Digest;
const C = 'c'.repeat(32) as Digest;
const NOW = 100_000;
const C19 = '5879976174588414934' as C19Version;
const context: AgreementContext = { ours: A, now: NOW, roundMs: 10_000, c19: { ours: C19, roundMs: 60_000 } };

function peer(report: Report | null, state: PeerState = { kind: 'alive' }): Peer {
  return { ...newPeer('1'.repeat(32) as NodeId, { host: '127.0.0.1', port: 1 }, 'x'), report, state };
}

const same = peer({ digest: A, ours: A, at: NOW });
const stale = peer({ digest: A, ours: A, at: NOW - 10_001 });
const differs = peer({ digest: B, ours: A, at: NOW });
const weChangedSince = peer({ digest: B, ours: C, at: NOW });
const unheard = peer(null);
const gone = peer(null, { kind: 'unreachable', since: 0, reason: 'No answer' });

describe('agreement with one peer', () => {
  it.each([
    ['its last digest is ours', same, 'same'],
    ['that was longer than a round ago', stale, 'unknown'],
    ['its digest differs and nothing changed here since', differs, 'differs'],
    ['its digest differs from what we had before a change', weChangedSince, 'unknown'],
    ['nothing was heard', unheard, 'unknown'],
  ])('[PD7] %s', (_what, someone, version) => {
    expect(agreementWith(someone, context)).toBe(version);
  });
});

describe('agreement with a C19 agent', () => {
  const OTHER = '17' as C19Version;

  function agent(report: Partial<AgentReport> | null, isServed = true): Peer {
    const whole = report && { version: C19, ours: C19, differsByExpiryOnly: false, at: NOW, ...report };
    return { ...peer(null), id: null, agent: { isServed, report: whole } };
  }

  it.each([
    ['its last C19 version is ours', agent({}), 'same'],
    ['it was so half a minute ago: it is asked once a minute', agent({ at: NOW - 30_000 }), 'same'],
    ['it was so too long ago', agent({ at: NOW - 60_001 }), 'unknown'],
    ['its version differs and nothing changed here since', agent({ version: OTHER }), 'differs'],
    ['only what has expired differs', agent({ version: OTHER, differsByExpiryOnly: true }), 'same'],
    ['its version differs from what we had before a change', agent({ version: OTHER, ours: OTHER }), 'unknown'],
    ['nothing was heard', agent(null), 'unknown'],
    ['another node serves it', agent({}, false), 'unknown'],
  ])('[PD7] %s', (_what, someone, version) => {
    expect(agreementWith(someone, context)).toBe(version);
  });

  it('[PD7] it counts in the status of the node that serves it', () => {
    expect(syncStatus([same, agent({})], context)).toEqual({ kind: 'in-sync', peers: 2, unreachable: 0 });
    expect(syncStatus([same, agent({ version: OTHER })], context)).toMatchObject({ kind: 'behind', behind: 1 });
    expect(syncStatus([same, agent(null, false)], context)).toEqual({ kind: 'in-sync', peers: 1, unreachable: 0 });
  });
});

describe('the status', () => {
  it.each([
    ['nobody', [], { kind: 'alone', unreachable: 0 }],
    ['nobody alive', [gone], { kind: 'alone', unreachable: 1 }],
    ['all agree', [same, same], { kind: 'in-sync', peers: 2, unreachable: 0 }],
    ['all agree but one is away', [same, gone], { kind: 'in-sync', peers: 1, unreachable: 1 }],
    ['one has not been heard', [same, unheard], { kind: 'checking', unsure: 1, peers: 2, unreachable: 0 }],
    ['one report is too old', [same, stale], { kind: 'checking', unsure: 1, peers: 2, unreachable: 0 }],
    ['we changed', [weChangedSince], { kind: 'checking', unsure: 1, peers: 1, unreachable: 0 }],
    ['one differs', [same, differs, unheard], { kind: 'behind', behind: 1, peers: 3, unreachable: 0 }],
    ['one left', [same, peer(null, { kind: 'left', since: 0 })], { kind: 'in-sync', peers: 1, unreachable: 0 }],
    ['one never answered', [peer(null, { kind: 'connecting' })], { kind: 'alone', unreachable: 0 }],
  ])('[PD7] %s', (_what, peers, status) => {
    expect(syncStatus(peers, context)).toEqual(status);
  });
});
