import type { FoundBy, StartId } from '../../shared/model.ts';
import type { Candidate, Clock, Endpoint, Logger, Scheduler, Transport } from '../ports.ts';
import type { AgentAnswer } from '../c19/agent-link.ts';
import type { Probe } from '../c19/probe.ts';
import type { Self } from '../self.ts';
import type { Hello } from '../../shared/hello.ts';
import { decodeHello, encodeHello } from '../sync/hello.ts';
import { parseHeader } from '../sync/grapevine-header.ts';
import { HINT_TRIES, retryPauseMs } from './defaults.ts';
import { endpointText, sameEndpoint } from './endpoint.ts';
import type { Peer } from './peer.ts';
import { BLOCKED_THERE, isBlocked, saysBlocked } from './blocked.ts';
import type { PeerTable } from './peer-table.ts';

const HELLO_LIMIT_BYTES = 64 * 1024;
/** After so many failures a static peer that was a native node may have become a C19 agent. */
const AGENT_AFTER_FAILURES = 2;
/** Most hints that are being tried at once (LM1). */
const MAX_HINTS = 1_024;

export interface GreeterComponents {
  clock: Clock;
  scheduler: Scheduler;
  logger: Logger;
  transport: Transport;
  table: PeerTable;
  self: Self;
  hello: () => Hello;
  /** What another node said of itself. */
  onHello: (hello: Hello) => void;
  /** Null in a private group, where no C19 agents are (GR7). */
  probe: Probe | null;
  /** A C19 agent is there (C1.1). */
  onAgent: (endpoint: Endpoint, answer: AgentAnswer) => void;
}

export interface GreeterSettings {
  targetPort: number;
  timeoutMs: number;
}

interface Hint {
  tries: number;
  busy: boolean;
  /** What is being said is out of date already. */
  again: boolean;
  cancelRetry: () => void;
}

/**
 * Turns hints into peers: a peer exists once it answered `hello` (PD2). Whoever answers with our own id and start id is
 * ourselves and dropped; with our id and another start id it is a clone of our profile (PD3).
 */
export class Greeter {
  readonly #parts: GreeterComponents;
  readonly #settings: GreeterSettings;
  readonly #onClone: (startId: StartId) => void;
  readonly #hints = new Map<string, Hint>();
  /** Addresses at which this very node answered: a name in DNS may list them for ever. */
  readonly #own = new Set<string>();
  #stopped = false;

  constructor(components: GreeterComponents, settings: GreeterSettings, onClone: (startId: StartId) => void) {
    this.#parts = components;
    this.#settings = settings;
    this.#onClone = onClone;
  }

  /** Looks at a hint; known and healthy peers cost nothing. */
  consider({ host, port, id, foundBy }: Candidate): void {
    const endpoint = { host, port: port ?? this.#settings.targetPort };
    if (this.#stopped || id === this.#parts.self.id) return;
    const { table } = this.#parts;
    const isOwn = this.#own.has(endpointText(endpoint));
    if (!isOwn && (foundBy === 'static' || foundBy === 'dns')) table.expect(endpoint, foundBy);
    const known = id === null ? table.at(endpoint) : table.byId(id);
    const isKnown =
      known !== null && [known.endpoint, ...known.otherEndpoints].some((one) => sameEndpoint(one, endpoint));
    if (isBlocked(known)) return;
    if (isKnown && known.state.kind === 'alive' && known.failures === 0) known.foundBy.add(foundBy);
    else this.greet(endpoint, foundBy);
  }

  /** Says hello now, unless that is under way. */
  greet(endpoint: Endpoint, foundBy: FoundBy): void {
    const name = endpointText(endpoint);
    const hint = this.#hints.get(name) ?? { tries: 0, busy: false, again: false, cancelRetry: () => undefined };
    const isTooMany = !this.#hints.has(name) && this.#hints.size >= MAX_HINTS;
    if (this.#stopped || hint.busy || isTooMany) return;
    hint.busy = true;
    hint.cancelRetry();
    this.#hints.set(name, hint);
    void this.#greetNow(endpoint, foundBy).then((done) => {
      hint.busy = false;
      if (hint.again) this.#greetAgain(hint, endpoint, foundBy);
      else if (done) this.#hints.delete(name);
      else this.#tryLater(name, hint, endpoint, foundBy);
    });
  }

  /** What this node says of itself is another now: the peer learns so, also if it is just being greeted. */
  tell({ endpoint }: Peer): void {
    const hint = this.#hints.get(endpointText(endpoint));
    if (hint?.busy === true) hint.again = true;
    else this.greet(endpoint, 'remembered');
  }

  #greetAgain(hint: Hint, endpoint: Endpoint, foundBy: FoundBy): void {
    hint.again = false;
    this.greet(endpoint, foundBy);
  }

  stop(): void {
    this.#stopped = true;
    for (const hint of this.#hints.values()) hint.cancelRetry();
    this.#hints.clear();
  }

  /** Hints without a row in the table are tried a few times; peers of the table are retried by it (PD4). */
  #tryLater(name: string, hint: Hint, endpoint: Endpoint, foundBy: FoundBy): void {
    hint.tries += 1;
    if (this.#stopped || hint.tries >= HINT_TRIES || this.#parts.table.at(endpoint) !== null) {
      this.#hints.delete(name);
      return;
    }
    const delayMs = retryPauseMs(hint.tries - 1);
    hint.cancelRetry = this.#parts.scheduler.after(delayMs, () => this.greet(endpoint, foundBy));
  }

  /** True when there is nothing left to try at this address. */
  async #greetNow(endpoint: Endpoint, foundBy: FoundBy): Promise<boolean> {
    const { table, probe } = this.#parts;
    const known = table.at(endpoint);
    const mayBeAgent = foundBy === 'static' || known?.foundBy.has('static') === true;
    const isNative = known !== null && known.id !== null && known.failures < AGENT_AFTER_FAILURES;
    if (probe === null || !mayBeAgent || isNative) return this.#sayHello(endpoint, foundBy);
    return this.#findOut(probe, endpoint, known, foundBy);
  }

  /** A static peer of unknown kind is asked what it is, before anything is sent that a C19 agent would misunderstand (C1.1). */
  async #findOut(probe: Probe, endpoint: Endpoint, known: Peer | null, foundBy: FoundBy): Promise<boolean> {
    const found = await probe.ask(endpoint, known);
    if (this.#stopped) return true;
    if (!found.ok) return this.#failed(endpoint, found.error);
    if (found.value.kind === 'native') return this.#sayHello(endpoint, foundBy);
    this.#parts.onAgent(endpoint, found.value.answer);
    return true;
  }

  async #sayHello(endpoint: Endpoint, foundBy: FoundBy): Promise<boolean> {
    const { transport, scheduler, self, hello } = this.#parts;
    const startedAt = scheduler.monotonicMs();
    const request = { method: 'POST', path: '/-/hello', grapevine: self.header(), body: encodeHello(hello()) };
    const answer = await transport.request(endpoint, request, {
      connectTimeoutMs: this.#settings.timeoutMs,
      timeoutMs: this.#settings.timeoutMs * 2,
      maxResponseBytes: HELLO_LIMIT_BYTES,
    });
    if (this.#stopped) return true;
    if (!answer.ok) return this.#failed(endpoint, answer.error.detail);
    if (saysBlocked(answer.value)) return this.#failed(endpoint, BLOCKED_THERE);
    const header = parseHeader(answer.value.grapevine);
    const theirs = decodeHello(answer.value.body);
    if (answer.value.status !== 200 || header === null || theirs === null) {
      return this.#failed(
        endpoint,
        'What answers there is not a Grapevine node of a version that this one understands',
      );
    }
    if (theirs.id === self.id) return this.#metOwnId(endpoint, theirs.startId);
    this.#parts.onHello(theirs);
    const rttMs = scheduler.monotonicMs() - startedAt;
    this.#own.delete(endpointText(endpoint));
    const peer = this.#parts.table.greeted(endpoint, theirs, { header, rttMs }, foundBy);
    if (peer !== null) this.#log(peer, rttMs);
    return true;
  }

  #metOwnId(endpoint: Endpoint, startId: StartId): boolean {
    const row = this.#parts.table.at(endpoint);
    if (row !== null) this.#parts.table.remove(row);
    if (startId !== this.#parts.self.startId) this.#onClone(startId);
    else if (this.#own.size < MAX_HINTS) this.#own.add(endpointText(endpoint));
    return true;
  }

  #failed(endpoint: Endpoint, reason: string): boolean {
    const peer = this.#parts.table.at(endpoint);
    this.#parts.logger.debug('hello-failed', { endpoint: endpointText(endpoint), reason });
    if (peer === null || isBlocked(peer)) return false;
    const time = this.#parts.clock.now();
    this.#parts.table.note(peer, { time, kind: 'hello', text: reason, ok: false, durationMs: null });
    this.#parts.table.failed(peer, reason, endpoint);
    return true;
  }

  #log(peer: Peer, durationMs: number): void {
    const time = this.#parts.clock.now();
    this.#parts.table.note(peer, { time, kind: 'hello', text: 'said hello', ok: true, durationMs });
  }
}
