/** Small, complete examples for the shell's tests. */
import type { NodeStatus } from '../../../core/node-api.ts';
import type { Logger } from '../../../core/ports.ts';
import type {
  C19Version,
  ChangesetSummary,
  Digest,
  EntryHash,
  EntryView,
  Key,
  NodeId,
  Outsiders,
  PeerView,
  SelfView,
  StartId,
} from '../../../shared/model.ts';

const ID = 'ab'.repeat(16) as NodeId;
const START_ID = 'cd'.repeat(8) as StartId;

/** A digest that differs with `mark`. */
export const aDigest = (mark: number): Digest => mark.toString(16).padStart(32, '0') as Digest;

export function aStatus(over: Partial<NodeStatus> = {}): NodeStatus {
  return {
    id: ID,
    startId: START_ID,
    name: 'desk-1',
    digest: aDigest(0),
    c19Version: '' as C19Version,
    entries: 0,
    group: { kind: 'open' },
    sync: { kind: 'alone', unreachable: 0 },
    peerPort: 4097,
    notices: [],
    ...over,
  };
}

export const NOBODY: Outsiders = { strangers: [], others: 0 };

export function aSelf(over: Partial<SelfView> = {}): SelfView {
  return {
    id: ID,
    startId: START_ID,
    name: 'desk-1',
    addresses: ['192.0.2.1'],
    peerPort: 4097,
    apiPort: 3097,
    discovery: { looks: true, announces: true },
    program: 'Grapevine 0.1.0',
    group: { kind: 'open' },
    ...over,
  };
}

export function aPeer(rowId: string, over: Partial<PeerView> = {}): PeerView {
  return {
    rowId,
    kind: 'native',
    id: null,
    name: rowId,
    host: '192.0.2.2',
    port: 4097,
    state: { kind: 'alive' },
    foundBy: ['mdns'],
    version: 'unknown',
    digest: null,
    lastHeard: null,
    rttMs: null,
    otherAddresses: [],
    clockOffsetMs: null,
    program: null,
    exchanges: [],
    ...over,
  };
}

export function anEntry(key: string, text: string, over: Partial<EntryView> = {}): EntryView {
  return { key: key as Key, text, ts: 1000, ttl: null, hash: '00'.repeat(16) as EntryHash, deleted: false, ...over };
}

export function aChangeset(seq: number): ChangesetSummary {
  return {
    seq,
    time: 1000 + seq,
    origin: { kind: 'user' },
    digestBefore: aDigest(seq - 1),
    digestAfter: aDigest(seq),
    added: 1,
    changed: 0,
    removed: 0,
    lost: 0,
    keys: [],
    delivery: null,
  };
}

/** A log that remembers the names of its events. */
export function aLogger(): Logger & { events: string[] } {
  const events: string[] = [];
  const note = (event: string): void => void events.push(event);
  return { events, debug: note, info: note, warn: note, error: note };
}
