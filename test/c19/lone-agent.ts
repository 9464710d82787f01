import type { Endpoint } from '../../src/core/ports.ts';
import { ManualClock, ManualTime } from '../../src/core/testing/manual-time.ts';
import { SeededRandom } from '../../src/core/testing/seeded-random.ts';
import { C19Agent, type C19Answer, type C19Request } from './agent.ts';
import { C19_DEFAULTS, type C19Settings } from './settings.ts';
import { C19State } from './state.ts';
import { loadXxh64 } from './xxh64.ts';

/** What an agent alone sent: to which host, with its body as text. */
export interface Sent {
  at: number;
  to: string;
  method: string;
  path: string;
  text: string;
}

export interface LoneAgentOptions extends Partial<C19Settings> {
  startTime: number;
  peers: string[];
  settle: () => Promise<void>;
}

/** An agent in virtual time whose peers are played by a test. */
export class LoneAgent {
  readonly time: ManualTime;
  readonly agent: C19Agent;
  readonly sent: Sent[] = [];
  /** Answers for the peers; until it is set, nobody answers. */
  answer: (sent: Sent) => Promise<C19Answer | null> = () => Promise.resolve(null);

  private constructor(options: LoneAgentOptions, state: C19State) {
    this.time = new ManualTime(options.settle);
    const components = {
      clock: new ManualClock(this.time, options.startTime),
      scheduler: this.time,
      random: new SeededRandom(1),
      state,
      peers: () => options.peers.map((host) => ({ host, port: 4097 })),
      request: (to: Endpoint, request: C19Request) => this.#carry(to, request),
    };
    this.agent = new C19Agent(components, { ...C19_DEFAULTS, ...options });
  }

  static async create(options: LoneAgentOptions): Promise<LoneAgent> {
    return new LoneAgent(options, C19State.empty(await loadXxh64()));
  }

  /** A PUT to the peer port, and time enough for its commit. */
  async put(entries: unknown): Promise<number> {
    const { status } = this.agent.handle({ method: 'PUT', path: '/', body: bytesOf(entries) });
    await this.time.pass(C19_DEFAULTS.commitDelayMs);
    return status;
  }

  get(path: string): { status: number; text: string } {
    const { status, body } = this.agent.handle({ method: 'GET', path, body: new Uint8Array() });
    return { status, text: new TextDecoder().decode(body) };
  }

  #carry(to: Endpoint, { method, path, body }: C19Request): Promise<C19Answer | null> {
    const text = new TextDecoder().decode(body);
    const sent: Sent = { at: this.time.monotonicMs(), to: to.host, method, path, text };
    this.sent.push(sent);
    return this.answer(sent);
  }
}

/** A value as JSON; text as it is. */
export const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
