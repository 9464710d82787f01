/** A node: the engine of `engine.ts` started, stopped, read and written to. */
import type {
  Changeset,
  EntryView,
  Key,
  Notice,
  NodeId,
  Origin,
  Outsiders,
  PeerView,
  StartId,
} from '../shared/model.ts';
import type { PeerComparison } from '../shared/peer-comparison.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { bounded } from './bounded.ts';
import { buildEngine } from './engine.ts';
import type { Engine, NodeComponents, NodeIdentity } from './engine-types.ts';
import type {
  CompareOptions,
  EntryListPage,
  EntryListQuery,
  FileEntry,
  GrapevineNode,
  GroupKeyControl,
  LocalWrite,
  Moment,
  NodeEvent,
  NodeStatus,
  PastQuery,
  WriteDone,
  WriteError,
} from './node-api.ts';
import { isLocal, keysOf, NOT_RUNNING, written } from './local-writes.ts';
import { futureSeedNotice, setAsideNotice, storageNotice } from './notice-words.ts';
import { agreementWith } from './peers/agreement.ts';
import { peerView, type Peer } from './peers/peer.ts';
import { isBlocked, type Blocked } from './peers/blocked.ts';
import { announcementOf, Discovery } from './peers/discovery.ts';
import { createRememberedProvider } from './peers/remembered.ts';
import type { Candidate, HistoryQuery, OpenedStorage, StorageError } from './ports.ts';
import { hex } from './reconcile/bytes.ts';
import type { NodeSettings } from './settings.ts';
import { Shown } from './shown.ts';
import { summarize } from './state/changeset.ts';
import { sayGoodbye } from './sync/goodbye.ts';
import { Upkeep } from './upkeep.ts';

export type { NodeComponents, NodeIdentity } from './engine-types.ts';

export function createNode(components: NodeComponents, identity: NodeIdentity, settings: NodeSettings): GrapevineNode {
  return new Node(components, identity, settings);
}

class Node implements GrapevineNode {
  readonly #parts: NodeComponents;
  readonly #settings: NodeSettings;
  readonly #engine: Engine;
  readonly #discovery: Discovery;
  readonly #shown: Shown;
  #phase: 'new' | 'running' | 'stopped' = 'new';
  readonly #upkeep: Upkeep;

  constructor(components: NodeComponents, identity: NodeIdentity, settings: NodeSettings) {
    this.#parts = components;
    this.#settings = settings;
    this.#engine = buildEngine(components, identity, settings, {
      onCommit: (changeset) => this.#committed(changeset),
      onPeer: (peer) => {
        this.#shown.peer(peer);
        this.#showStatus();
      },
      onPeerGone: (rowId) => {
        this.#shown.peerGone(rowId);
        this.#showStatus();
      },
      onDelivery: (seq, delivery) => {
        this.#parts.storage.delivered(seq, delivery);
        this.#shown.emit({ kind: 'delivery', seq, delivery });
      },
      onStatus: () => this.#showStatus(),
      onKeys: () => this.#keysChanged(),
      onOutsiders: () => this.#shown.emit({ kind: 'outsiders', outsiders: this.outsiders() }),
      onClone: (theirs) => this.#settleClone(theirs),
    });
    const remembered = createRememberedProvider(() => this.#engine.facts.current.peers);
    this.#discovery = new Discovery({
      ...{ greeter: this.#engine.greeter, outsiders: this.#engine.group.outsiders },
      providers: [...components.providers, remembered],
      announcement: () => announcementOf(this.#engine.self, this.#engine.group.view()),
    });
    this.#shown = new Shown({
      status: () => this.status(),
      agreement: this.#engine.agreement,
      peers: () => this.#engine.table.all(),
    });
    this.#upkeep = new Upkeep({ ...components, engine: this.#engine, checkStatus: () => this.#showStatus() });
  }

  async start(): Promise<Result<void, { detail: string }>> {
    if (this.#phase !== 'new') return ok(undefined);
    this.#phase = 'running';
    const { storage } = this.#parts;
    storage.onHealth((fault) => this.notice('storage', fault === null ? null : storageNotice(fault)));
    const opened = await storage.open(this.#engine.load);
    if (!opened.ok) return err(opened.error);
    await this.#takeUp(opened.value);
    const listening = await this.#engine.group.transport.start((request, remoteHost) =>
      this.#engine.server.handle(request, remoteHost),
    );
    if (!listening.ok) return err(listening.error);
    this.#engine.self.port = listening.value.port;
    await this.#discovery.start();
    this.#engine.group.start();
    this.#engine.receiver.start();
    this.#engine.peerMemory.start();
    this.#upkeep.start();
    return ok(undefined);
  }

  async stop(): Promise<void> {
    if (this.#phase === 'stopped') return;
    const wasRunning = this.#phase === 'running';
    this.#phase = 'stopped';
    this.#upkeep.stop();
    const { receiver, publisher, broadcast, probes, deliveries, learned, afterCut, agents, greeter, table, group } =
      this.#engine;
    receiver.stop();
    greeter.stop();
    await this.#discovery.stop();
    if (wasRunning) await this.#leave();
    this.#engine.peerMemory.stop();
    this.#engine.facts.stop();
    for (const part of [publisher, learned, afterCut, broadcast, probes, deliveries, agents, table, group]) part.stop();
    await group.transport.stop();
    await this.#parts.storage.close();
  }

  status(): NodeStatus {
    const { self, notices, sync } = this.#engine;
    const state = this.#engine.state();
    return {
      id: self.id,
      startId: self.startId,
      name: self.name,
      digest: state.digest,
      c19Version: state.c19Version,
      entries: state.liveCount,
      group: this.#engine.group.view(),
      sync: this.#phase === 'new' ? { kind: 'starting' } : sync(),
      peerPort: self.port,
      notices: notices.all(),
    };
  }

  peers(): PeerView[] {
    const context = this.#engine.agreement();
    return this.#engine.table.all().map((peer) => peerView(peer, agreementWith(peer, context)));
  }

  entry(key: Key): EntryView | null {
    return this.#engine.state().get(key);
  }

  list({ filter, offset, limit }: EntryListQuery): EntryListPage {
    const state = this.#engine.state();
    const keys = state.matching(filter);
    const entries = keys.slice(offset, offset + limit).map((key) => state.get(key));
    return {
      total: state.liveCount,
      matching: keys.length,
      offset,
      entries: entries.filter((entry) => entry !== null),
    };
  }

  async write(writes: LocalWrite[], origin: Origin): Promise<Result<WriteDone, WriteError>> {
    if (this.#phase !== 'running') return err(NOT_RUNNING);
    return written(await this.#engine.commits.write(writes, origin));
  }

  async seed(file: FileEntry[]): Promise<Result<WriteDone, WriteError>> {
    if (this.#phase !== 'running') return err(NOT_RUNNING);
    const early: Key[] = [];
    const done = await this.#engine.commits.seed(file, (keys) => early.push(...keys));
    if (early.length > 0) this.notice('seed-future', futureSeedNotice(early));
    return written(done);
  }

  openPast(moment: Moment) {
    return this.#engine.past.open(moment);
  }

  listPast(query: PastQuery) {
    return this.#engine.past.list(query);
  }

  closePast(): void {
    this.#engine.past.close();
  }

  async restore(seq: number, keys: Key[] | null): Promise<Result<WriteDone, WriteError>> {
    const writes = await this.#engine.past.restoring(seq, keys);
    if (writes === null) return err({ kind: 'storage', reason: 'the state as it was then is not open any more' });
    return this.write(writes, { kind: 'restore' });
  }

  async erase(key: Key): Promise<Result<number, StorageError>> {
    const erased = await this.#parts.storage.erase(key);
    if (erased.ok) this.#engine.past.erased(key);
    return erased;
  }

  history(query: HistoryQuery) {
    return this.#parts.storage.history(query);
  }

  changes(seq: number, offset: number, limit: number) {
    return this.#parts.storage.changes(seq, offset, limit);
  }

  addCandidate(candidate: Candidate): void {
    this.#engine.greeter.consider(candidate);
  }

  /** A blocked one stays: it would come back unblocked. */
  forget(rowId: string): void {
    const peer = this.#engine.table.get(rowId);
    if (peer !== null && !isBlocked(peer)) this.#engine.table.remove(peer);
  }

  block(machine: Blocked): void {
    this.#engine.table.block(machine);
  }

  unblock(id: NodeId): void {
    const { table } = this.#engine;
    const peer = table.byId(id);
    if (peer === null || !isBlocked(peer)) return;
    table.unblock(peer);
    this.#greetEverywhere(peer);
  }

  syncNow(): void {
    const { table, receiver } = this.#engine;
    this.#discovery.refresh();
    for (const peer of table.all()) {
      if (peer.state.kind !== 'alive' && !isBlocked(peer)) this.#greetEverywhere(peer);
    }
    receiver.compareAll();
  }

  async comparePeer(rowId: string, options: CompareOptions): Promise<Result<PeerComparison, string>> {
    const goesOn = (): boolean => this.#phase === 'running' && options.goesOn();
    return this.#engine.peerCompare.run(rowId, { ...options, goesOn });
  }

  rename(name: string): void {
    this.#engine.self.name = name;
    this.#announce();
    this.#showStatus();
  }

  notice(id: string, notice: Omit<Notice, 'id'> | null): void {
    if (this.#engine.notices.set(id, notice)) this.#showStatus();
  }

  outsiders(): Outsiders {
    return this.#engine.group.outsiders.view();
  }

  get keys(): GroupKeyControl | null {
    return this.#engine.group.keyChanges;
  }

  onChange(listener: (event: NodeEvent) => void): () => void {
    return this.#shown.listen(listener);
  }

  /** Goes on where storage left off (CH5). */
  async #takeUp({ lastSeq, intents, setAside, facts }: OpenedStorage): Promise<void> {
    this.#engine.loaded();
    this.#engine.facts.resume(facts);
    await this.#engine.commits.resume(lastSeq, intents);
    if (setAside !== null) this.notice('set-aside', setAsideNotice(setAside));
  }

  #greetEverywhere({ endpoint, otherEndpoints }: Peer): void {
    for (const known of [endpoint, ...otherEndpoints]) this.#engine.greeter.greet(known, 'remembered');
  }

  /** The newest key is announced; who holds it is part of the status. */
  #keysChanged(): void {
    if (this.#phase !== 'running') return;
    this.#discovery.announceGroup();
    this.#showStatus();
  }

  /** Tells discovery and the peers who we are now. */
  #announce(): void {
    this.#discovery.announce();
    for (const peer of this.#engine.table.alive()) this.#engine.greeter.greet(peer.endpoint, 'remembered');
  }

  /** What was written last goes out before the goodbye. */
  async #leave(): Promise<void> {
    const { publisher, agents, exchange, table } = this.#engine;
    const { timeoutMs } = this.#settings;
    await Promise.all([publisher.finish(timeoutMs), bounded(this.#parts.scheduler, timeoutMs, agents.finish())]);
    await bounded(this.#parts.scheduler, timeoutMs, sayGoodbye(exchange, table.alive()));
  }

  #committed(changeset: Changeset): void {
    const { publisher, receiver, past } = this.#engine;
    past.changed(changeset);
    if (isLocal(changeset.origin)) publisher.publish(keysOf(changeset), null, changeset.seq);
    this.#shown.emit({ kind: 'changeset', changeset: summarize(changeset) });
    this.#showStatus();
    this.#upkeep.awaitExpiry();
    receiver.wake();
  }

  #showStatus(): void {
    if (this.#phase === 'running') this.#shown.status();
  }

  /** Two live nodes have one id: the one with the larger start id takes a new one (PD3). */
  #settleClone(theirs: StartId): void {
    const { self } = this.#engine;
    if (self.startId < theirs || this.#phase !== 'running') return;
    self.id = hex(this.#parts.random.bytes(16)) as NodeId;
    this.#parts.logger.warn('cloned-id-renewed', { id: self.id });
    const text = 'Another machine runs with a copy of this profile. This machine has taken a new identity.';
    this.#engine.notices.set('cloned', { severity: 'warning', text });
    this.#shown.emit({ kind: 'identity', id: self.id });
    this.#announce();
    this.#showStatus();
  }
}
