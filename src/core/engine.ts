import type { SentGrave } from '../shared/grave.ts';
import type { Key } from '../shared/model.ts';
import type { NodeStatus } from './node-api.ts';
import { AgentLink, type AgentAnswer } from './c19/agent-link.ts';
import { Agents } from './c19/agents.ts';
import { Intake } from './c19/intake.ts';
import { MAX_PAUSE_MS } from './c19/pace.ts';
import { Probe } from './c19/probe.ts';
import { StrangerServer } from './c19/stranger-server.ts';
import { PeerCompare } from './compare/peer-compare.ts';
import { Facts } from './facts.ts';
import { buildGroup } from './group/group-parts.ts';
import type { KeyChangesComponents } from './group/key-changes.ts';
import { Notices } from './notices.ts';
import { agreementWith, syncStatus, type AgreementContext } from './peers/agreement.ts';
import { ClockCheck } from './peers/clock-check.ts';
import { Greeter } from './peers/greeter.ts';
import { createPause } from './pause.ts';
import type { Peer } from './peers/peer.ts';
import { PeerTable } from './peers/peer-table.ts';
import { PeerMemory } from './peers/remembered.ts';
import type { Endpoint, StoredState } from './ports.ts';
import { TimeTravel } from './past/time-travel.ts';
import { ReconcileServer } from './reconcile/reconcile-server.ts';
import { Refusals } from './refusals.ts';
import { Self } from './self.ts';
import type { NodeSettings } from './settings.ts';
import { Commits } from './state/commits.ts';
import { State } from './state/state.ts';
import { Absence } from './sync/absence.ts';
import { AfterCut } from './sync/after-cut.ts';
import { Broadcast } from './sync/broadcast.ts';
import { Deliveries } from './sync/deliveries.ts';
import { Exchange } from './sync/exchange.ts';
import type { Hello } from '../shared/hello.ts';
import { Learned } from './sync/learned.ts';
import { MergeIn, type Sender } from './sync/merge-in.ts';
import { PeerServer } from './sync/peer-server.ts';
import { Probes } from './sync/probes.ts';
import { Publisher } from './sync/publisher.ts';
import type { PushAnswer } from './sync/push-answer.ts';
import { Receiver, roundMs } from './sync/receiver.ts';
import { Reconciler } from './sync/reconciler.ts';
import { Relay } from './sync/relay.ts';
import type { NodeComponents, NodeIdentity, EngineEvents, Engine } from './engine-types.ts';

export function buildEngine(
  components: NodeComponents,
  identity: NodeIdentity,
  settings: NodeSettings,
  events: EngineEvents,
): Engine {
  const { clock, scheduler, random, logger } = components;
  const pause = createPause(scheduler);
  const held = new State(components, settings);
  const clockCheck = new ClockCheck({ clock, scheduler, peers: () => table.alive() });
  const correctionMs = (): number => clockCheck.correctionMs();
  const commits = new Commits(
    { clock, storage: components.storage, state: held, pause, correctionMs },
    settings,
    (changeset) => {
      deliveries.committed(changeset.seq, changeset.digestAfter);
      reconciler.committed();
      agents.committed(changeset);
      events.onCommit(changeset);
    },
  );
  const load: StoredState = { entries: (chunk) => held.load(chunk), graves: (chunk) => held.loadGraves(chunk) };
  const state = (): State => {
    commits.expire();
    return held;
  };
  const facts = new Facts({ scheduler, storage: components.storage });
  const room = (): Promise<void> => components.storage.room();
  const past = new TimeTravel({ storage: components.storage, state, pause });
  const digest = () => state().digest;
  const self = new Self({ clock, random, digest }, { ...identity, name: settings.name });
  const tell: KeyChangesComponents['exchange'] = {
    send: (peer, kind, message) => exchange.send(peer, kind, message),
    note: (peer, kind, text, durationMs) => exchange.note(peer, kind, text, durationMs),
  };
  const group = buildGroup({
    ...{ ...components, group: components.group ?? null, self, exchange: tell },
    table: { all: () => table.all(), alive: () => table.alive(), byId: (id) => table.byId(id) },
    ...{ onKeys: events.onKeys, onOutsiders: events.onOutsiders },
    onEnded: () => {
      for (const peer of table.alive()) greeter.tell(peer);
    },
  });
  const { transport, keyChanges, onHello } = group;
  const hello = (): Hello => ({
    ...helloFacts(self),
    ...group.facts(),
    entries: state().size,
    inTouch: absence.isInTouch,
    c19: agents.announced,
  });
  const notices = new Notices();
  const refusals = new Refusals({ logger, notices });
  const onRefused = (sender: Sender, refused: { key: string; reason: string }[]): void => {
    refusals.note(sender, refused);
    events.onStatus();
  };
  const mergeIn = new MergeIn({ commits, pause, onRefused });
  const table = new PeerTable(
    { clock, scheduler, logger, random, digest },
    {
      onChange: (peer) => {
        deliveries.heard(peer);
        keyChanges?.review(peer);
        agents.review();
        events.onPeer(peer);
      },
      onGone: (rowId) => {
        agents.review();
        events.onPeerGone(rowId);
      },
      onReturn: (peer) => receiver.compareNow(peer),
      onCutEnded: (peer) => afterCut.returned(peer),
      onRetry: (peer) => greeter.greet(peer.endpoint, 'remembered'),
    },
  );
  const link = new AgentLink({ scheduler, transport }, settings);
  const probe = new Probe({ link, pause, self, version: () => state().c19Version });
  const onAgent = (endpoint: Endpoint, answer: AgentAnswer): void => agents.met(endpoint, answer);
  const greeter = new Greeter(
    {
      clock,
      scheduler,
      logger,
      transport,
      table,
      self,
      hello,
      onHello,
      probe: keyChanges === null ? probe : null,
      onAgent,
    },
    settings,
    events.onClone,
  );
  const exchange = new Exchange({ clock, scheduler, transport, table, self }, settings);
  const onGraves = (graves: SentGrave[], { id, name }: Peer): Promise<void> =>
    commits.mergeGraves(graves, { kind: 'peer', id, name });
  const deliveries = new Deliveries({ scheduler, onDelivery: events.onDelivery });
  const onAnswer = ({ graves }: PushAnswer, peer: Peer): void => {
    if (graves.length > 0) void onGraves(graves, peer);
  };
  const isAlike = ({ report }: Peer): boolean => report?.digest === digest();
  const broadcast = new Broadcast({ scheduler, random, self, exchange, isAlike, onAnswer }, settings);
  const probes = new Probes({ scheduler, random, exchange, broadcast, deliveries });
  const publisher = new Publisher({ scheduler, state, table, self, broadcast, deliveries, probes }, settings);
  const relay = new Relay({ scheduler, self, table, exchange, broadcast, deliveries });
  const absence: Absence = new Absence({
    ...{ clock, scheduler, logger, storage: components.storage, facts, table, commits, state },
    fetchAll: (peer, onKeys) => receiver.fetchAll(peer, onKeys),
    notice: (id, notice) => {
      if (notices.set(id, notice)) events.onStatus();
    },
  });
  const agreement = (): AgreementContext => ({
    ours: digest(),
    now: scheduler.monotonicMs(),
    roundMs: roundMs(settings.pullIntervalMs, table.alive().length) + settings.timeoutMs,
    c19: { ours: state().c19Version, roundMs: MAX_PAUSE_MS + 10 * settings.timeoutMs },
  });
  const learned = new Learned({ scheduler, random, publish: (keys, from) => publisher.publish(keys, from) });
  const afterCut = new AfterCut({
    ...{ scheduler, self, table, digest },
    changedAt: () => reconciler.changedAt,
    compare: (peer) => receiver.compareNow(peer),
  });
  const learn = (keys: readonly Key[], peer: Peer): void => learned.learn(keys, peer.id, afterCut.isFresh(peer));
  const reconciler: Reconciler = new Reconciler({
    ...{ scheduler, pause, exchange, mergeIn, state, learn, onGraves, room, afterCut },
    tellGraves: (peer, graves) => void receiver.tellGraves(peer, graves),
  });
  const receiver: Receiver = new Receiver(
    {
      ...{ scheduler, random, table, exchange, mergeIn, reconciler, learn, digest, absence, room },
      greet: (peer) => greeter.greet(peer.endpoint, 'remembered'),
      unsure: () => {
        const context = agreement();
        return table.alive().filter((peer) => agreementWith(peer, context) !== 'same');
      },
    },
    settings,
  );
  const intake = new Intake({ clock, pause, xxh64: components.xxh64, mergeIn, state });
  const onForeignNews = (keys: Key[]): void => publisher.publish(keys, null);
  const agents: Agents = new Agents({
    ...{ clock, scheduler, pause, table, self, link, intake, state },
    onNews: onForeignNews,
    onAgreement: () => absence.contact(),
    isHeldBack: (peer) => {
      if (absence.isAway) void absence.meet(peer);
      return absence.isAway;
    },
    tell: (peer) => greeter.tell(peer),
    rewrite: (entries, origin) => {
      void commits.merge(entries, origin).then(({ changes }) => onForeignNews(changes.map(({ key }) => key)));
    },
  });
  const isAway = (): boolean => absence.isAway;
  const knowsHost = (host: string): boolean => agents.knowsHost(host);
  const server = new PeerServer({
    ...{ self, table, greeter, mergeIn, state, hello, onHello, keyChanges },
    note: (peer, kind, text) => exchange.note(peer, kind, text, null),
    ...{ relay, onGraves, reconcileServer: new ReconcileServer({ state, clock, pause }, settings) },
    learn,
    onPushed: (keys) => learned.arrived(keys),
    isBehind: () => components.storage.isBehind,
    ...{ isAway, onForeignNews, strangers: new StrangerServer({ clock, pause, state, intake, knowsHost, isAway }) },
    onOwnId: (theirs) => {
      if (theirs.startId !== self.startId) events.onClone(theirs.startId);
    },
    onHeard: () => receiver.wake(),
  });
  const sync = (): NodeStatus['sync'] => syncStatus(table.all(), agreement());
  const loaded = (): void => held.loaded();
  return {
    ...{ state, group },
    load,
    loaded,
    self,
    notices,
    clockCheck,
    commits,
    past,
    ...{ absence, facts, peerMemory: new PeerMemory({ scheduler, table, facts }) },
    table,
    greeter,
    exchange,
    publisher,
    ...{ broadcast, probes, deliveries, learned, agents, afterCut },
    receiver,
    peerCompare: new PeerCompare({ clock, pause, table, exchange, state }, settings),
    server,
    agreement,
    sync,
  };
}

const helloFacts = ({ id, startId, name, program }: Self) => ({ v: 1 as const, ...{ id, startId, name, program } });
