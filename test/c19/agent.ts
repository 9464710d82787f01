import type { Clock, Endpoint, Random, Scheduler } from '../../src/core/ports.ts';
import { entriesText, entryText, isLive, readEntries, type C19Entry } from './entry.ts';
import { repeat } from './repeat.ts';
import type { C19Settings } from './settings.ts';
import type { C19State } from './state.ts';

export interface C19Request {
  method: string;
  /** Raw path with query, as it stands in the request line. */
  path: string;
  /** Empty where there is none. */
  body: Uint8Array;
}

export interface C19Answer {
  status: number;
  body: Uint8Array;
}

/** Carries a request to a peer; null when no answer came. It may take for ever. */
export type C19RequestTo = (to: Endpoint, request: C19Request) => Promise<C19Answer | null>;

export interface C19Components {
  clock: Clock;
  scheduler: Scheduler;
  random: Random;
  request: C19RequestTo;
  /** Asked at each round. */
  peers: () => readonly Endpoint[];
  /** What it holds at first. Silent in the facts: this is not published. */
  state: C19State;
  /** Puts an equal state in the place of a new one, so that agents can share it. */
  share?: (state: C19State) => C19State;
}

const NOTHING = new Uint8Array();
const NO_CONTENT: C19Answer = { status: 204, body: NOTHING };
const NOT_FOUND: C19Answer = { status: 404, body: NOTHING };

const ok = (body: Uint8Array): C19Answer => ({ status: 200, body });

/**
 * A C19 0.1.0 agent with the `Default` connection layer, faults included, without a network of its own. It is written from the facts in
 * protocol.md (section C1, VD3, PS2, PS3, LA1) and shares nothing with the product. Where they are silent it does the plainest thing, and a
 * comment says so.
 */
export class C19Agent {
  readonly #components: C19Components;
  readonly #settings: C19Settings;
  readonly #listeners = new Set<() => void>();
  #state: C19State;
  /** As computed at the last commit: what expires since does not change it (C1.3). Empty before the first. */
  #version: string;
  /** The version at the last push round. */
  #settledVersion: string;
  #unpublished = new Map<string, C19Entry>();
  #stops: (() => void)[] = [];

  constructor(components: C19Components, settings: C19Settings) {
    this.#components = components;
    this.#settings = settings;
    this.#state = components.state;
    this.#version = components.state.size > 0 ? components.state.version : '';
    this.#settledVersion = this.#version;
  }

  /** What it tells others that it has. */
  get version(): string {
    return this.#version;
  }

  /** Calls back after each commit that took something. */
  onCommit(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The unexpired entry, or null. */
  entry(key: string): C19Entry | null {
    const entry = this.#state.get(key);
    return entry !== null && isLive(entry, this.#components.clock.now()) ? entry : null;
  }

  /** Silent in the facts: the first rounds begin at once. */
  start(): void {
    if (this.#stops.length > 0) return;
    const { scheduler } = this.#components;
    const { pushIntervalMs, pullIntervalMs, purgeIntervalMs } = this.#settings;
    this.#stops = [
      repeat(scheduler, pushIntervalMs, () => this.#push()),
      repeat(scheduler, pullIntervalMs, () => this.#pull()),
      repeat(scheduler, purgeIntervalMs, () => this.#purge()),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** Answers on the peer port: `PUT /`, and `GET` where any path is a version (C1.1). Silent in the facts: a query is no part of it. */
  handle({ method, path, body }: C19Request): C19Answer {
    if (method === 'PUT' && path === '/') return this.#put(body);
    if (method !== 'GET') return NOT_FOUND;
    return nameIn(path) === this.#version ? NO_CONTENT : ok(this.#state.live(this.#components.clock.now()).text);
  }

  /** Answers on the port for local programs (LA1). The key is what stands in the path, never percent-decoded (C1.6). */
  handleLocal({ method, path, body }: C19Request): C19Answer {
    if (method === 'PUT' && path === '/') return this.#put(body);
    const entry = method === 'GET' ? this.entry(nameIn(path)) : null;
    return entry === null ? NOT_FOUND : ok(new TextEncoder().encode(entryText(entry)));
  }

  /** Always 204, whatever comes of it (C1.6); silent in the facts: also for a body that is no JSON map, and to local programs. */
  #put(body: Uint8Array): C19Answer {
    this.#take(body);
    return NO_CONTENT;
  }

  /** Merges a JSON map, from a PUT or from an answer of any status, once the answer is on its way (C1.6). */
  #take(body: Uint8Array): void {
    const entries = readEntries(body, { ts: this.#components.clock.now(), ttl: this.#settings.defaultTtlMs });
    if (entries !== null) this.#components.scheduler.after(this.#settings.commitDelayMs, () => this.#commit(entries));
  }

  #commit(entries: Map<string, C19Entry>): void {
    const now = this.#components.clock.now();
    const live = new Map([...entries].filter(([, entry]) => isLive(entry, now)));
    if (live.size === 0) {
      this.#forget();
      return;
    }
    const winners = this.#state.winners(live);
    for (const [key, entry] of winners) this.#unpublished.set(key, this.#state.get(key) ?? entry);
    this.#state = this.#shared(this.#state.with(winners));
    this.#version = this.#state.live(now).version;
    if (winners.size > 0) for (const listener of this.#listeners) listener();
  }

  /**
   * What a commit with nothing live does (C1.2). The facts say that the agent forgets that its version changed; taken here in its worst
   * sense: what was to be pushed is not, and it tells the version of its last push round until something live is committed.
   */
  #forget(): void {
    this.#unpublished = new Map();
    this.#version = this.#settledVersion;
  }

  #shared(state: C19State): C19State {
    return this.#components.share?.(state) ?? state;
  }

  /**
   * New keys go out as they are; of an update, the entry that was there before (C1.6). Silent in the facts: what fails is not sent again, and
   * the answers are not looked at.
   */
  async #push(): Promise<void> {
    this.#settledVersion = this.#version;
    if (this.#unpublished.size === 0) return;
    const body = entriesText(this.#unpublished);
    this.#unpublished = new Map();
    const push = (to: Endpoint): Promise<unknown> => this.#components.request(to, { method: 'PUT', path: '/', body });
    await Promise.all(this.#somePeers().map(push));
  }

  /** Silent in the facts: the peers of a round are asked side by side, all with the same version. */
  async #pull(): Promise<void> {
    const asked: C19Request = { method: 'GET', path: `/${this.#version}`, body: NOTHING };
    const pull = async (from: Endpoint): Promise<void> => {
      const answer = await this.#components.request(from, asked);
      if (answer !== null) this.#take(answer.body);
    };
    await Promise.all(this.#somePeers().map(pull));
  }

  #purge(): Promise<void> {
    this.#state = this.#shared(this.#state.live(this.#components.clock.now()));
    return Promise.resolve();
  }

  /** At most r0 of the peers, each at most once. */
  #somePeers(): Endpoint[] {
    const pool = [...this.#components.peers()];
    const count = Math.min(this.#settings.r0, pool.length);
    return Array.from({ length: count }, () => {
      const [peer] = pool.splice(Math.floor(this.#components.random.next() * pool.length), 1);
      return peer!;
    });
  }
}

const nameIn = (path: string): string => path.slice(1).split('?', 1)[0] ?? '';
