import type { Clock, Endpoint, Random, RequestLimits, Transport } from '../../src/core/ports.ts';
import type { MemoryNetwork } from '../../src/core/testing/memory-network.ts';
import { C19Agent, type C19RequestTo } from './agent.ts';
import { C19_DEFAULTS, type C19Settings } from './settings.ts';
import type { C19State } from './state.ts';

export interface MemoryAgentComponents {
  network: MemoryNetwork;
  clock: Clock;
  random: Random;
  state: C19State;
  peers: () => readonly Endpoint[];
  share?: (state: C19State) => C19State;
}

export interface MemoryAgentSettings extends Partial<C19Settings> {
  host: string;
  port: number;
  /**
   * When an exchange that the network lost counts as broken. TCP would repeat the lost packet, the network in memory does not: with loss, an
   * agent without a read timeout soon hangs for ever. @default never
   */
  lostAfterMs?: number;
}

/** Longer than any simulation: the agent has no read timeout (C1.6). */
const NEVER_MS = 1e12;

/** A C19 agent in virtual time, as a host of the network in memory. */
export class MemoryC19Agent {
  readonly agent: C19Agent;
  readonly #transport: Transport;

  constructor(components: MemoryAgentComponents, settings: MemoryAgentSettings) {
    const { network, ...parts } = components;
    this.#transport = network.transport(settings.host, settings.port);
    const request = requestOver(this.#transport, settings.lostAfterMs ?? NEVER_MS);
    const all = { ...C19_DEFAULTS, ...settings };
    this.agent = new C19Agent({ ...parts, scheduler: network.scheduler, request }, all);
  }

  async start(): Promise<void> {
    await this.#transport.start((request) => Promise.resolve({ ...this.agent.handle(request), grapevine: null }));
    this.agent.start();
  }

  async stop(): Promise<void> {
    this.agent.stop();
    await this.#transport.stop();
  }
}

function requestOver(transport: Transport, timeoutMs: number): C19RequestTo {
  const limits: RequestLimits = { connectTimeoutMs: timeoutMs, timeoutMs, maxResponseBytes: Infinity };
  return async (to, request) => {
    const result = await transport.request(to, { ...request, grapevine: null }, limits);
    return result.ok ? result.value : null;
  };
}
