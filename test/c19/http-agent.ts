import type { Server } from 'node:http';
import type { Clock, Endpoint, Random, Scheduler } from '../../src/core/ports.ts';
import { C19Agent, type C19RequestTo } from './agent.ts';
import { exchange } from './http-client.ts';
import { close, listen, portOf } from './http-server.ts';
import { C19_DEFAULTS, type C19Settings } from './settings.ts';
import type { C19State } from './state.ts';

export interface HttpAgentComponents {
  random: Random;
  state: C19State;
  peers: () => readonly Endpoint[];
}

export interface HttpAgentSettings extends Partial<C19Settings> {
  /** @default 0, a free one */
  peerPort?: number;
  /** @default 0, a free one */
  localPort?: number;
}

export interface C19Ports {
  /** For peers. */
  peer: number;
  /** For local programs. */
  local: number;
}

const clock: Clock = { now: () => Date.now() };

const scheduler: Scheduler = {
  monotonicMs: () => performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** A C19 agent in real time, with both of its ports on 127.0.0.1. */
export class HttpC19Agent {
  readonly agent: C19Agent;
  readonly #settings: HttpAgentSettings;
  #aborter = new AbortController();
  #listening: Promise<Server[]> | null = null;

  constructor(components: HttpAgentComponents, settings: HttpAgentSettings = {}) {
    this.#settings = settings;
    const request: C19RequestTo = (to, sent) => exchange(to, sent, this.#aborter.signal);
    this.agent = new C19Agent({ ...components, clock, scheduler, request }, { ...C19_DEFAULTS, ...settings });
  }

  async start(): Promise<C19Ports> {
    const listening = (this.#listening ??= this.#listen());
    const [peer, local] = (await listening).map(portOf);
    if (this.#listening === listening) this.agent.start();
    return { peer: peer!, local: local! };
  }

  async stop(): Promise<void> {
    const listening = this.#listening;
    this.#listening = null;
    this.agent.stop();
    this.#aborter.abort();
    this.#aborter = new AbortController();
    await Promise.all(((await listening) ?? []).map(close));
  }

  async #listen(): Promise<Server[]> {
    const peer = await listen(this.#settings.peerPort ?? 0, (request) => this.agent.handle(request));
    const local = await listen(this.#settings.localPort ?? 0, (request) => this.agent.handleLocal(request));
    return [peer, local];
  }
}
