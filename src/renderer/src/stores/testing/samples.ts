import type { Snapshot } from '../../../../shared/ipc.ts';
import type { FirstStart, Stage } from '../../../../shared/ipc-group.ts';
import type {
  C19Version,
  ChangesetSummary,
  Digest,
  EntryHash,
  EntryView,
  GroupView,
  Key,
  KeyChange,
  NodeId,
  PeerView,
  StartId,
} from '../../../../shared/model.ts';

/* Plausible things for tests; each takes what matters to the test. */
const aDigest = (digit: string): Digest => digit.repeat(32) as Digest;

export function anEntry(key: string, patch: Partial<EntryView> = {}): EntryView {
  return {
    key: key as Key,
    text: '1',
    ts: 1000,
    ttl: null,
    hash: 'a'.repeat(32) as EntryHash,
    deleted: false,
    ...patch,
  };
}

export function aChangeset(seq: number, keys: string[], patch: Partial<ChangesetSummary> = {}): ChangesetSummary {
  return {
    seq,
    time: seq,
    origin: { kind: 'user' },
    digestBefore: aDigest('0'),
    digestAfter: aDigest('1'),
    added: 0,
    changed: keys.length,
    removed: 0,
    lost: 0,
    keys: keys.map((key) => ({ key: key as Key, kind: 'changed' })),
    delivery: null,
    ...patch,
  };
}

export function aPeer(rowId: string, patch: Partial<PeerView> = {}): PeerView {
  return {
    rowId,
    kind: 'native',
    id: null,
    name: rowId,
    host: '192.168.4.20',
    port: 4097,
    state: { kind: 'alive' },
    foundBy: ['mdns'],
    version: 'same',
    digest: null,
    lastHeard: null,
    rttMs: null,
    otherAddresses: [],
    clockOffsetMs: null,
    program: null,
    exchanges: [],
    ...patch,
  };
}

export function aSnapshot(seq: number, peers: PeerView[] = []): Snapshot {
  return {
    seq,
    peers,
    outsiders: { strangers: [], others: 0 },
    self: {
      id: '0'.repeat(32) as NodeId,
      startId: '0'.repeat(16) as StartId,
      name: 'reception-2',
      addresses: ['192.168.4.21'],
      peerPort: 4097,
      apiPort: 3097,
      discovery: { looks: true, announces: true },
      program: 'Grapevine 0.1.0',
      group: { kind: 'open' },
    },
    live: {
      digest: aDigest('7'),
      c19Version: '' as C19Version,
      entries: 0,
      sync: { kind: 'alone', unreachable: 0 },
      notices: [],
    },
  };
}

export function aFirstStart(patch: Partial<FirstStart> = {}): Extract<Stage, FirstStart> {
  const code = '04Q7-ZK2M-9XWD-3FGH-0RST-VWXY-1234-5678';
  return { kind: 'first-start', name: 'reception-2', code, platform: 'linux', ...patch };
}

export function aPrivateGroup(patch: Partial<Extract<GroupView, { kind: 'private' }>> = {}): GroupView {
  return { kind: 'private', id: '0123456789abcdef', change: null, ...patch };
}

export function aKeyChange(patch: Partial<KeyChange> = {}): KeyChange {
  const machines = [{ id: '1'.repeat(32) as NodeId, name: 'Workshop', has: false }];
  return { since: 1000, handing: 'in-band', machines, ...patch };
}
