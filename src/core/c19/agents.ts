import type { Changeset, EntryView, NodeId, Origin } from '../../shared/model.ts';
import { MAX_ANNOUNCED_AGENTS } from '../../shared/hello.ts';
import { endpointText } from '../peers/endpoint.ts';
import type { Peer } from '../peers/peer.ts';
import type { Endpoint } from '../ports.ts';
import type { Self } from '../self.ts';
import type { AgentAnswer } from './agent-link.ts';
import { AgentService, type AgentServiceComponents } from './agent-service.ts';
import { servingNode } from './rendezvous.ts';
import { tieBreakers } from './ties.ts';

export interface AgentsComponents extends AgentServiceComponents {
  self: Pick<Self, 'id'>;
  /** Tells a native peer which agents this node reaches now. */
  tell: (peer: Peer) => void;
  /** Merges and publishes. */
  rewrite: (entries: EntryView[], origin: Origin) => void;
}

/**
 * The C19 agents that this node lists (C1): announces those that it reaches, serves those for which it ranks highest among the live nodes that
 * announce them, and breaks ties that agents cannot (C1.5).
 */
export class Agents {
  readonly #parts: AgentsComponents;
  readonly #services = new Map<Peer, AgentService>();
  #announced: readonly string[] = [];
  /** What the last review was made from. */
  #reviewed: readonly unknown[] = [];
  #isStopped = false;

  constructor(components: AgentsComponents) {
    this.#parts = components;
  }

  /** For `hello`: addresses of the agents that this node reaches (C1.3). */
  get announced(): string[] {
    return [...this.#announced];
  }

  /** Whether an agent is known on this host, here or to a peer that announces it: nothing more is known of whoever calls. */
  knowsHost(host: string): boolean {
    const { table } = this.#parts;
    return (
      table.agents().some(({ endpoint }) => endpoint.host === host) ||
      table
        .alive()
        .some(({ announces }) => announces.some((address) => address.slice(0, address.lastIndexOf(':')) === host))
    );
  }

  /** The greeter found an agent there (C1.1). */
  met(endpoint: Endpoint, answer: AgentAnswer): void {
    const { table, clock } = this.#parts;
    const peer = this.#isStopped ? null : table.metAgent(endpoint, answer.durationMs);
    if (peer === null) return;
    const { durationMs } = answer;
    table.note(peer, { time: clock.now(), kind: 'hello', text: 'answered as a C19 agent', ok: true, durationMs });
    this.review();
    void this.#services.get(peer)?.met(answer);
  }

  /** A commit of any origin. */
  committed(changeset: Changeset): void {
    if (this.#isStopped || this.#parts.table.agents().length === 0) return;
    for (const service of this.#services.values()) service.changed(changeset);
    const breakers = tieBreakers(changeset);
    if (breakers.length > 0) this.#parts.rewrite(breakers, changeset.origin);
  }

  /** Peers may have come or gone, or announce other agents: some may be ours to serve now, and some not any more. */
  review(): void {
    const { table, self } = this.#parts;
    const agents = table.agents();
    if (this.#isStopped || (agents.length === 0 && this.#reviewed.length === 0)) return;
    const alive = agents.filter(({ state }) => state.kind === 'alive');
    const basis = [self.id, table.alive(), ...alive];
    if (basis.length === this.#reviewed.length && basis.every((part, i) => part === this.#reviewed[i])) return;
    this.#reviewed = basis;
    this.#announce(alive.map(({ endpoint }) => endpointText(endpoint)));
    for (const peer of this.#services.keys()) if (!alive.includes(peer)) this.#release(peer);
    for (const peer of alive) {
      if (this.#isOurs(endpointText(peer.endpoint))) this.#serve(peer);
      else this.#release(peer);
    }
  }

  /** Sends what waits, before the node ends. */
  async finish(): Promise<void> {
    await Promise.all([...this.#services.values()].map((service) => service.finish()));
  }

  stop(): void {
    this.#isStopped = true;
    for (const service of this.#services.values()) service.stop();
    this.#services.clear();
  }

  #isOurs(address: string): boolean {
    const { table, self } = this.#parts;
    const others = table.alive().filter(({ announces }) => announces.includes(address));
    const ids = others.map(({ id }) => id).filter((id) => id !== null);
    return servingNode(address, [self.id, ...ids] satisfies NodeId[]) === self.id;
  }

  #serve(peer: Peer): void {
    if (this.#services.has(peer)) return;
    const service = new AgentService(this.#parts, peer);
    this.#services.set(peer, service);
    if (peer.agent !== null) peer.agent.isServed = true;
    service.start();
  }

  #release(peer: Peer): void {
    this.#services.get(peer)?.stop();
    this.#services.delete(peer);
    if (peer.agent !== null) peer.agent.isServed = false;
  }

  #announce(addresses: string[]): void {
    const announced = addresses.toSorted().slice(0, MAX_ANNOUNCED_AGENTS);
    if (announced.join() === this.#announced.join()) return;
    this.#announced = announced;
    for (const peer of this.#parts.table.alive()) this.#parts.tell(peer);
  }
}
