import type { C19Version, Changeset, ExchangeKind, Key } from '../../shared/model.ts';
import type { Pause } from '../pause.ts';
import type { Peer } from '../peers/peer.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Clock, Scheduler } from '../ports.ts';
import type { State } from '../state/state.ts';
import { inPages } from '../sync/entry-codec.ts';
import { countOf } from '../sync/words.ts';
import { encodeForAgent, livesOn, type SentEntry } from './agent-body.ts';
import type { AgentAnswer, AgentLink } from './agent-link.ts';
import { compareWithAgent } from './comparison.ts';
import type { Intake, IntakeReport } from './intake.ts';
import { Pace } from './pace.ts';

/** What happens together travels together, and pushes keep a pause (PB2). */
const FLUSH_DELAY_MS = 5;
const PUSH_PAUSE_MS = 50;
/** A full state takes its time on both sides: the next poll waits this many times as long. */
const REST_FACTOR = 20;
/** Keys that wait for an agent, beyond which all is compared instead (LM1). */
const MAX_WAITING = 10_000;

export interface AgentServiceComponents {
  clock: Clock;
  scheduler: Scheduler;
  pause: Pause;
  table: PeerTable;
  link: AgentLink;
  intake: Intake;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
  /** What an agent said is news to everybody else (PB1). */
  onNews: (keys: Key[]) => void;
  /** The agent and this node hold the same. */
  onAgreement: () => void;
  /** Called instead of an exchange while this node has yet to compare with others (ST10); false when it has. */
  isHeldBack: (peer: Peer) => boolean;
}

/**
 * Serves one agent (C1.3): PUTs it every commit and polls it. It is never asked with the version that it should have by now: that says nothing of
 * values, and would hide that it kept another one with the same ts (C1.5). Nor does a version tell which keys differ: that is found out from a
 * full answer, once for each pair of versions.
 */
export class AgentService {
  readonly #parts: AgentServiceComponents;
  readonly #peer: Peer;
  #isRunning = false;
  #isBusy = false;
  /** An exchange failed: the peer table tries again, and {@link met} goes on. */
  #isWaiting = false;
  readonly #waiting = new Set<Key>();
  /** Its version holds something that has expired: it computes another one when it gets something that lives (C1.3). */
  #needsNudge = false;
  /** The version of its last answer; null when it is to send everything. */
  #theirs: C19Version | null = null;
  /** That of its last answer with content. */
  #lastVersion: C19Version | null = null;
  /** The versions, its and ours, between which the differences were looked for last. */
  #compared = '';
  /** What was found then. */
  #differsByExpiryOnly = false;
  /** It holds what has expired here: its clock is behind. */
  #lingers = false;
  readonly #pace = new Pace(() => this.#now());
  #pushedAt = -Infinity;
  #cancelTurn: () => void = nothing;

  constructor(components: AgentServiceComponents, peer: Peer) {
    this.#parts = components;
    this.#peer = peer;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#askAnew();
    this.#schedule();
  }

  stop(): void {
    this.#isRunning = false;
    this.#cancelTurn();
    this.#waiting.clear();
  }

  /** A commit of any origin (C1.3). */
  changed({ changes }: Pick<Changeset, 'changes'>): void {
    if (!this.#isRunning || changes.length === 0) return;
    for (const { key, after } of changes) {
      if (after === null) this.#needsNudge = true;
      else this.#waiting.add(key);
    }
    this.#pace.quicken();
    if (this.#waiting.size > MAX_WAITING) this.#askAnew();
    this.#schedule();
  }

  /** The agent answered while it was looked for. */
  async met(answer: AgentAnswer): Promise<void> {
    if (!this.#isRunning || this.#isBusy) return;
    this.#isWaiting = false;
    const isContent = answer.response.status === 200;
    if (!isContent) this.#askAnew();
    await this.#take(() => (isContent ? this.#heard(answer) : this.#poll()));
  }

  /** Sends what waits, before the node ends. */
  async finish(): Promise<void> {
    if (this.#isRunning && !this.#isBusy && !this.#isWaiting && this.#waiting.size > 0) await this.#push();
  }

  /** Everything is compared at the next poll, which is due at once. */
  #askAnew(): void {
    this.#waiting.clear();
    this.#theirs = null;
    this.#compared = '';
    this.#pace.begin();
  }

  #now(): number {
    return this.#parts.scheduler.monotonicMs();
  }

  #schedule(): void {
    this.#cancelTurn();
    if (!this.#isRunning || this.#isBusy || this.#isWaiting) return;
    const now = this.#now();
    const pushAt = this.#hasNews() ? Math.max(now + FLUSH_DELAY_MS, this.#pushedAt + PUSH_PAUSE_MS) : Infinity;
    const isPush = pushAt <= this.#pace.dueAt;
    const delayMs = Math.max(0, (isPush ? pushAt : this.#pace.dueAt) - now);
    this.#cancelTurn = this.#parts.scheduler.after(delayMs, () => {
      void this.#take(() => (isPush ? this.#push() : this.#poll()));
    });
  }

  #hasNews(): boolean {
    return this.#needsNudge || this.#waiting.size > 0;
  }

  /** One exchange after another; what failed is left to the peer table. */
  async #take(turn: () => Promise<boolean>): Promise<void> {
    this.#cancelTurn();
    this.#isBusy = true;
    if (this.#parts.isHeldBack(this.#peer)) this.#pace.soon();
    else this.#isWaiting = !(await turn());
    this.#isBusy = false;
    this.#schedule();
  }

  /** The three below tell whether the agent answered. */
  async #push(): Promise<boolean> {
    const keys = [...this.#waiting];
    this.#waiting.clear();
    this.#needsNudge = false;
    const state = this.#parts.state();
    const entries = keys.map((key) => state.get(key)).filter((entry) => entry !== null);
    const pages = inPages(entries);
    for (const page of pages.length === 0 ? [[]] : pages) {
      if (await this.#put(page)) continue;
      for (const key of keys) this.#waiting.add(key);
      return false;
    }
    this.#pace.wait();
    return true;
  }

  async #poll(): Promise<boolean> {
    const { endpoint } = this.#peer;
    const answer = await this.#parts.link.get(endpoint, this.#theirs ?? NO_VERSION, this.#peer);
    if (!this.#isRunning) return true;
    if (!answer.ok) return this.#failed('pull', answer.error);
    if (answer.value.response.grapevine !== null) return this.#failed('pull', 'A Grapevine node answers there now');
    this.#parts.table.metAgent(endpoint, answer.value.durationMs);
    return this.#heard(answer.value);
  }

  async #heard(answer: AgentAnswer): Promise<boolean> {
    const { status, body } = answer.response;
    if (status === 204 && answer.asked === '') return this.#heardAll(answer, HOLDS_NOTHING);
    if (status === 204) {
      this.#heardSame(answer);
      return true;
    }
    // Whatever it is, it is no state.
    const report =
      status === 200 && body.length > 0 ? await this.#parts.intake.take(body, senderOf(this.#peer), true) : null;
    if (!this.#isRunning) return true;
    if (report?.ok === true) return this.#heardAll(answer, report.value);
    const text = report === null ? 'sent no state' : `sent what cannot be read: ${report.error}`;
    this.#note('pull', text, report === null, answer.durationMs);
    this.#pace.rest();
    return true;
  }

  /** Its version is the one that it was asked with. */
  #heardSame({ asked, durationMs }: AgentAnswer): void {
    const ours = this.#parts.state().c19Version;
    this.#note('pull', asked === ours ? 'compared, equal' : 'has nothing new', true, durationMs);
    const isKnown = this.#compared === pairOf(asked, ours);
    this.#report(asked, isKnown && this.#differsByExpiryOnly);
    this.#theirs = asked;
    this.#needsNudge ||= isKnown && this.#lingers;
    this.#pace.rest();
    if (asked === ours || isKnown || this.#hasNews()) return;
    // Which keys differ is not known: it is asked to send everything.
    this.#theirs = null;
    this.#pace.soon();
  }

  /** It sent its whole state: what this node lacks has been merged, what it lacks is sent to it. */
  async #heardAll({ asked, durationMs }: AgentAnswer, report: IntakeReport): Promise<boolean> {
    const { state, onNews } = this.#parts;
    this.#note('pull', `received ${countOf(report.changedKeys.length, 'change')}`, true, durationMs);
    for (const key of report.changedKeys) {
      if (state().get(key)?.ts === report.stamps.get(key)) this.#waiting.delete(key);
    }
    if (report.changedKeys.length > 0) onNews(report.changedKeys);
    if (report.version === asked && asked !== '') this.#needsNudge = true;
    this.#lingers = report.lingers;
    if (report.version === this.#lastVersion && report.changedKeys.length === 0) this.#pace.rest();
    else this.#pace.soon(REST_FACTOR * durationMs);
    this.#lastVersion = report.version;
    this.#theirs = report.refused.length > 0 ? null : report.version;
    if (report.answers.length > 0 && !(await this.#put(report.answers))) return false;
    return this.#mend(report);
  }

  /** Looks for what the agent lacks, unless that was done between the same two versions. */
  async #mend(report: IntakeReport): Promise<boolean> {
    const { version } = report;
    const ours = this.#parts.state().c19Version;
    const isKnown = this.#compared === pairOf(version, ours);
    if (version === ours || isKnown) {
      this.#report(version, isKnown && this.#differsByExpiryOnly);
      return true;
    }
    const found = await compareWithAgent(report, this.#parts, (page) => this.#put(page));
    if (!this.#isRunning) return true;
    if (found === 'failed') return false;
    this.#compared = pairOf(version, ours);
    this.#differsByExpiryOnly = found === 'expiry-only';
    this.#report(version, this.#differsByExpiryOnly);
    if (found === 'mended') this.#pace.soon();
    return true;
  }

  /** With one entry more that lives if none of these does (C1.2); nothing is sent where there is no such entry. */
  async #put(page: readonly SentEntry[]): Promise<boolean> {
    const { clock, link, table } = this.#parts;
    const now = clock.now();
    const body = encodeForAgent(page, now) ?? encodeForAgent([...page, ...this.#someLiveEntry(now)], now);
    if (body === null) return true;
    const answer = await link.put(this.#peer, body);
    if (!this.#isRunning) return true;
    if (!answer.ok) return this.#failed('push', answer.error);
    this.#pushedAt = this.#now();
    table.metAgent(this.#peer.endpoint, answer.value);
    const text = page.length === 0 ? 'reminded it that something expired' : `sent ${countOf(page.length, 'change')}`;
    this.#note('push', text, true, answer.value);
    return true;
  }

  #someLiveEntry(now: number): SentEntry[] {
    for (const entry of this.#parts.state().all()) if (livesOn(entry, now)) return [entry];
    return [];
  }

  #report(version: C19Version, differsByExpiryOnly: boolean): void {
    const { agent } = this.#peer;
    const ours = this.#parts.state().c19Version;
    if (agent !== null) agent.report = { version, ours, differsByExpiryOnly, at: this.#now() };
    if (version !== ours) return;
    this.#compared = '';
    this.#parts.onAgreement();
  }

  #failed(kind: ExchangeKind, reason: string): false {
    this.#note(kind, reason, false, null);
    this.#parts.table.failed(this.#peer, reason, this.#peer.endpoint);
    return false;
  }

  #note(kind: ExchangeKind, text: string, ok: boolean, durationMs: number | null): void {
    this.#parts.table.note(this.#peer, { time: this.#parts.clock.now(), kind, text, ok, durationMs });
  }
}

const nothing = (): void => undefined;

const NO_VERSION = '' as C19Version;

const HOLDS_NOTHING: IntakeReport = {
  ...{ keys: [], changedKeys: [], taken: 0, malformed: [], refused: [], graves: [] },
  ...{ stamps: new Map(), version: NO_VERSION, answers: [], expired: 0, lingers: false },
};

const pairOf = (theirs: C19Version, ours: C19Version): string => `${theirs}/${ours}`;

const senderOf = ({ name }: Peer) => ({ id: null, name, clockOffsetMs: null });
