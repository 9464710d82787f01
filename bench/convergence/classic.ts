import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Endpoint } from '../../src/core/ports.ts';
import { ManualClock, ManualTime } from '../../src/core/testing/manual-time.ts';
import { MemoryNetwork, officeDelayMs, type NetworkConditions } from '../../src/core/testing/memory-network.ts';
import { SeededRandom } from '../../src/core/testing/seeded-random.ts';
import { MemoryC19Agent } from '../../test/c19/memory-agent.ts';
import { C19_DEFAULTS } from '../../test/c19/settings.ts';
import { C19State } from '../../test/c19/state.ts';
import { loadXxh64 } from '../../test/c19/xxh64.ts';
import type { Convergence, ConvergenceOptions } from './convergence.ts';
import { CONTENT } from '../lib/content.ts';

const START_TIME = Date.UTC(2026, 0, 1);
const PORT = 4097;
const OFFICE: NetworkConditions = { loss: 0, delayMs: officeDelayMs, connects: () => true };
const NEW_KEY = 'the/new/one';
/** Far more than a write takes to reach all, if it ever does. */
const BOUND_MS = 3_600_000;

interface Office {
  time: ManualTime;
  network: MemoryNetwork;
  agents: MemoryC19Agent[];
}

/**
 * The classic way: C19 agents with their defaults (push to 3 peers each second, pull from 3 each minute) on a network with an office's
 * delays, all holding the same entries. A random one is given a new key at a random moment, when all have long been running. Times are
 * Infinity when the write has not come so far within an hour.
 */
export async function runClassic({ nodes, seed, entries }: ConvergenceOptions): Promise<Convergence> {
  const random = new SeededRandom(seed);
  const office = await officeOf(nodes, entries, random);
  await begin(office, random);
  const before = { ...office.network.counts };
  const writer = office.agents[Math.floor(random.next() * nodes)]!;
  const { toHalfMs, toAllMs } = await spread(office, writer);
  for (const agent of office.agents) await agent.stop();
  const { requests, bytes } = office.network.counts;
  return { toHalfMs, toAllMs, messages: requests - before.requests, bytes: bytes - before.bytes };
}

async function officeOf(nodes: number, entries: number, random: SeededRandom): Promise<Office> {
  const time = new ManualTime(() => nextTurn());
  const network = new MemoryNetwork({ scheduler: time, random: random.fork() }, OFFICE);
  const clock = new ManualClock(time, START_TIME);
  const state = await stateOf(entries);
  const share = sharing();
  const endpoints = Array.from({ length: nodes }, (_, i): Endpoint => ({ host: `m${i}`, port: PORT }));
  const agents = endpoints.map(({ host }) => {
    const others = endpoints.filter((other) => other.host !== host);
    const components = { network, clock, random: random.fork(), state, share, peers: () => others };
    return new MemoryC19Agent(components, { host, port: PORT });
  });
  return { time, network, agents };
}

async function stateOf(entries: number): Promise<C19State> {
  const entry = { value: CONTENT, ts: START_TIME, ttl: null };
  const held = Array.from({ length: entries }, (_, i) => [`key/${i}`, entry] as const);
  return C19State.empty(await loadXxh64()).with(new Map(held));
}

/** Agents with equal entries hold one state: without it, a thousand agents with 10,000 entries each would not fit into memory. */
function sharing(): (state: C19State) => C19State {
  const known = new Map<string, C19State>();
  return (state) => {
    const shared = known.get(state.version) ?? state;
    known.set(state.version, shared);
    return shared;
  };
}

/** Starts the agents spread over a pull interval, so that their rounds are, and lets them run for up to a push interval more. */
async function begin({ time, agents }: Office, random: SeededRandom): Promise<void> {
  const { pullIntervalMs, pushIntervalMs } = C19_DEFAULTS;
  for (const agent of agents) time.after(random.next() * pullIntervalMs, () => void agent.start());
  await time.pass(pullIntervalMs + random.next() * pushIntervalMs);
}

/** Writes the key and lets time pass until all have it. Times count from the answer to the writer. */
async function spread(
  { time, agents }: Office,
  writer: MemoryC19Agent,
): Promise<Pick<Convergence, 'toHalfMs' | 'toAllMs'>> {
  const begun = time.monotonicMs();
  const reached: number[] = [];
  for (const { agent } of agents) {
    const stop = agent.onCommit(() => {
      if (agent.entry(NEW_KEY) === null) return;
      reached.push(time.monotonicMs() - begun);
      stop();
    });
  }
  const body = new TextEncoder().encode(JSON.stringify({ [NEW_KEY]: { value: CONTENT } }));
  writer.agent.handleLocal({ method: 'PUT', path: '/', body });
  await time.passUntil(() => reached.length === agents.length, BOUND_MS);
  const half = reached[Math.ceil(agents.length / 2) - 1];
  return { toHalfMs: half ?? Infinity, toAllMs: reached[agents.length - 1] ?? Infinity };
}
