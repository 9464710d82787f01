import type { EntryView } from '../../shared/model.ts';
import { ok, type Result } from '../../shared/result.ts';
import { slices, type Pause } from '../pause.ts';
import type { Clock } from '../ports.ts';
import { expiresAt } from '../state/entry.ts';
import type { State } from '../state/state.ts';
import type { Xxh64 } from '../state/xxh64.ts';
import type { MergeIn, MergeReport, Sender } from '../sync/merge-in.ts';
import { decodeAgentBody, type AgentBody, type SentEntry } from './agent-body.ts';
import { tieBreaker } from './ties.ts';

const DAY_MS = 24 * 3600 * 1000;

export interface IntakeComponents {
  clock: Clock;
  pause: Pause;
  xxh64: Xxh64;
  mergeIn: MergeIn;
  /** The state as of now: what has expired is taken out first (ST8). */
  state: () => State;
}

export interface IntakeReport extends MergeReport, Pick<AgentBody, 'stamps' | 'version'> {
  /** For that agent alone: it holds values of which the group remembers that they have expired (C1.5). */
  answers: SentEntry[];
  /** Keys that this node does not hold because they have expired here. */
  expired: number;
  /** Some of them have expired by their own ttl: the agent's clock is behind. */
  lingers: boolean;
}

/** What is to be done about the entries of an agent. */
interface Judged extends Pick<IntakeReport, 'answers' | 'expired' | 'lingers'> {
  toMerge: EntryView[];
}

/** Merges what programs without a `Grapevine` header say, with the agents' ways in mind (C1.5). */
export class Intake {
  readonly #parts: IntakeComponents;

  constructor(components: IntakeComponents) {
    this.#parts = components;
  }

  /** `mayLackTs`: the sender is an agent. The error is a sentence about a body that is malformed as a whole. */
  async take(body: Uint8Array, sender: Sender, mayLackTs: boolean): Promise<Result<IntakeReport, string>> {
    const { clock, mergeIn } = this.#parts;
    const decoded = await decodeAgentBody(body, mayLackTs ? clock.now() : null, this.#parts);
    if (!decoded.ok) return decoded;
    const { entries, malformed, stamps, version } = decoded.value;
    const { toMerge, ...judged } = await this.#judge(entries);
    const merged = await mergeIn.merge({ entries: toMerge, malformed }, sender);
    const keys = entries.map(({ key }) => key);
    return ok({ ...merged, keys, taken: keys.length, stamps, version, ...judged });
  }

  async #judge(entries: EntryView[]): Promise<Judged> {
    const judged: Judged = { toMerge: [], answers: [], expired: 0, lingers: false };
    let isFirst = true;
    for (const slice of slices(entries)) {
      if (!isFirst) await this.#parts.pause();
      isFirst = false;
      const state = this.#parts.state();
      const now = this.#parts.clock.now();
      for (const entry of slice) judgeOne(entry, state, now, judged);
    }
    return judged;
  }
}

function judgeOne(entry: EntryView, state: State, now: number, judged: Judged): void {
  const isExpired = expiresAt(entry) <= now;
  const held = state.get(entry.key);
  if (held === null && (isExpired || isBuried(entry, state))) judgeBuried(entry, isExpired, now, judged);
  else if (held === null || isExpired || held.ts !== entry.ts) judged.toMerge.push(entry);
  else if (held.text !== entry.text) judged.toMerge.push(tieBreaker(entry, held));
}

/**
 * Whether it ranks below a grave. The grave tells no value: of the same ts it may be the same with another ttl (C1.5). A tombstone just above is the
 * answer that was given to the agent.
 */
function isBuried(entry: EntryView, state: State): boolean {
  const grave = state.grave(entry.key);
  if (grave === null || entry.hash === grave.hash) return false;
  return entry.ts <= grave.ts + (entry.deleted ? 1 : 0);
}

/** What the agent will drop by itself needs no answer, and what has expired leaves its grave (ST8). */
function judgeBuried(entry: EntryView, isExpired: boolean, now: number, judged: Judged): void {
  judged.expired += 1;
  judged.lingers ||= isExpired;
  if (isExpired) judged.toMerge.push(entry);
  else if (!entry.deleted) judged.answers.push(deathOf(entry, now));
}

const deathOf = ({ key, ts }: EntryView, now: number): SentEntry => ({
  ...{ key, text: 'null', ts: ts + 1 },
  ttl: Math.max(0, now - ts) + DAY_MS,
});
