import type { GrapevineNode } from '../../src/core/node-api.ts';
import type { PeerRequest } from '../../src/core/ports.ts';
import { ManualClock } from '../../src/core/testing/manual-time.ts';
import { officeDelayMs, PERFECT, type NetworkConditions } from '../../src/core/testing/memory-network.ts';
import { SeededRandom } from '../../src/core/testing/seeded-random.ts';
import { START_TIME, type Machine, type SimulatedOffice } from '../../src/core/testing/simulated-office.ts';
import type { PeerView } from '../../src/shared/model.ts';
import type { C19Entry } from '../c19/entry.ts';
import { bytesOf } from '../c19/lone-agent.ts';
import { MemoryC19Agent, type MemoryAgentSettings } from '../c19/memory-agent.ts';
import { C19State } from '../c19/state.ts';
import { newOffice } from './office.ts';
import { xxh64 } from './state.ts';

const PORT = 4097;

/** A request of a native node to a C19 agent, or of an agent to a node. */
export interface SeenRequest {
  at: number;
  from: string;
  to: string;
  method: string;
  path: string;
  grapevine: string | null;
  text: string;
}

export interface MixedOptions {
  nodes: number;
  agents: number;
  seed?: number;
  conditions?: NetworkConditions;
  agentSettings?: Partial<MemoryAgentSettings>;
  /** Whether the agents know the nodes, and so push to them and pull from them. @default true */
  agentsKnowNodes?: boolean;
}

export interface MixedAgent {
  host: string;
  c19: MemoryC19Agent;
  clock: ManualClock;
}

/** Native nodes `m0`, `m1`, … that list C19 agents `c0`, `c1`, … in virtual time, and all that the agents exchange. */
export class MixedOffice {
  readonly office: SimulatedOffice;
  readonly agents: MixedAgent[];
  readonly seen: SeenRequest[] = [];
  readonly #options: MixedOptions;

  constructor(options: MixedOptions) {
    this.#options = options;
    const conditions = options.conditions ?? { ...PERFECT, delayMs: officeDelayMs };
    this.office = newOffice(options.seed, {
      ...conditions,
      observe: (from, to, sent) => this.#observe(from, to, sent),
    });
    for (let i = 0; i < options.nodes; i += 1) this.office.add();
    this.agents = Array.from({ length: options.agents }, (_, i) => this.#newAgent(`c${i}`, options));
  }

  static async open(options: MixedOptions): Promise<MixedOffice> {
    const mixed = new MixedOffice(options);
    for (const { c19 } of mixed.agents) await c19.start();
    await Promise.all(mixed.office.machines.map(({ node }) => node.start()));
    for (const { node } of mixed.office.machines) mixed.list(node);
    await mixed.office.time.pass(5_000);
    return mixed;
  }

  /** The node is given every agent's address. */
  list(node: GrapevineNode): void {
    for (const { host } of this.agents)
      node.addCandidate({ host, port: PORT, id: null, name: null, foundBy: 'static' });
  }

  /** A program on the agent's machine writes; without a ts as programs do. */
  put({ c19 }: MixedAgent, entries: Record<string, Partial<C19Entry>>): void {
    c19.agent.handleLocal({ method: 'PUT', path: '/', body: bytesOf(entries) });
  }

  /** The agent's program ends and starts again, with nothing, as it keeps nothing. */
  async restartAgent(agent: MixedAgent): Promise<void> {
    await agent.c19.stop();
    agent.c19 = this.#newAgent(agent.host, this.#options).c19;
    await agent.c19.start();
  }

  /** The rows of an agent, one from each node that lists it. */
  rows({ host }: MixedAgent): (PeerView | undefined)[] {
    return this.office.machines.map(({ node }) => node.peers().find((peer) => peer.host === host));
  }

  /** The machines that asked the agent, or sent it anything, since `since`. */
  servedBy({ host }: MixedAgent, since: number): string[] {
    return [...new Set(this.seen.filter(({ at, to }) => at >= since && to === host).map(({ from }) => from))];
  }

  /** Whether all hold the same value for the key: undefined where there is none, or a deleted one. */
  agreeOn(key: string, value: unknown): boolean {
    const texts = this.office.machines.map(({ node }) => node.entry(key as never)?.text);
    const held = this.agents.map(({ c19 }) => c19.agent.entry(key)?.value);
    const wanted = value === undefined ? ['null', undefined] : [JSON.stringify(value)];
    return (
      texts.every((text) => wanted.includes(text)) &&
      held.every((one) => (one === undefined ? value === undefined : wanted.includes(JSON.stringify(one))))
    );
  }

  /** Whether all are in the same state by their C19 versions. */
  agree(): boolean {
    const versions = this.office.machines.map(({ node }) => node.status().c19Version as string);
    return this.agents.every(({ c19 }) => versions.every((version) => version === c19.agent.version));
  }

  async close(): Promise<void> {
    for (const { c19 } of this.agents) await c19.stop();
    await this.office.close();
  }

  #observe(from: string, to: string, { method, path, grapevine, body }: PeerRequest): void {
    if (!from.startsWith('c') && !to.startsWith('c')) return;
    const at = this.office.time.monotonicMs();
    this.seen.push({ at, from, to, method, path, grapevine, text: new TextDecoder().decode(body) });
  }

  #newAgent(host: string, { seed = 1, agentSettings, agentsKnowNodes = true }: MixedOptions): MixedAgent {
    const clock = new ManualClock(this.office.time, START_TIME);
    const peers = agentsKnowNodes ? this.office.machines.map((machine) => ({ host: machine.host, port: PORT })) : [];
    const random = new SeededRandom(seed + host.charCodeAt(1));
    const parts = { network: this.office.network, clock, random, state: C19State.empty(xxh64), peers: () => peers };
    return { host, clock, c19: new MemoryC19Agent(parts, { host, port: PORT, ...agentSettings }) };
  }
}

export const machineNamed = ({ office }: MixedOffice, host: string): Machine => {
  const machine = office.machines.find((one) => one.host === host);
  if (machine === undefined) throw new Error(`there is no machine ${host}`);
  return machine;
};
