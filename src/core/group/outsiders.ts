import type { NodeId, Outsiders as OutsidersView, Stranger } from '../../shared/model.ts';
import type { Clock, Scheduler } from '../ports.ts';

/** Addresses that are counted by themselves (LM1): past it the one that was refused longest ago is forgotten. */
const MAX_STRANGERS = 256;
/** Addresses that are shown. */
const MAX_SHOWN = 50;
/** Machines of other groups that are remembered (LM1), and for how long after they were last seen. */
const MAX_OTHERS = 1_024;
const FORGET_MS = 5 * 60_000;
/** News of a flood of refused requests is told so often at most. */
const TELL_MS = 1_000;

export interface OutsidersComponents {
  clock: Clock;
  scheduler: Scheduler;
  /** Whether a group is ours. */
  isOurs: (groupId: string | null) => boolean;
  /** The view is another now. */
  onChange: () => void;
}

/** Who is about without belonging to the group: whose requests were refused (GR4), and who announces another group. */
export class Outsiders {
  readonly #parts: OutsidersComponents;
  /** Longest ago first. */
  readonly #strangers = new Map<string, Stranger>();
  readonly #others = new Map<NodeId, { groupId: string | null; at: number }>();
  #cancelTell: (() => void) | null = null;
  #told = 0;

  constructor(components: OutsidersComponents) {
    this.#parts = components;
  }

  view(): OutsidersView {
    const strangers = [...this.#strangers.values()].slice(-MAX_SHOWN).reverse();
    return { strangers, others: this.#countOthers() };
  }

  refused(address: string): void {
    const count = (this.#strangers.get(address)?.count ?? 0) + 1;
    this.#strangers.delete(address);
    this.#strangers.set(address, { address, count, lastAt: this.#parts.clock.now() });
    const [oldest] = this.#strangers.keys();
    if (this.#strangers.size > MAX_STRANGERS && oldest !== undefined) this.#strangers.delete(oldest);
    this.#tellLater();
  }

  /** A machine announces a group. True when that is not ours, and the machine is to be left alone. */
  announces(id: NodeId, groupId: string | null): boolean {
    this.#others.delete(id);
    if (this.#parts.isOurs(groupId)) return false;
    if (this.#others.size < MAX_OTHERS) this.#others.set(id, { groupId, at: this.#parts.scheduler.monotonicMs() });
    return true;
  }

  /** To be called now and then, and when the group's key changes: whoever came is told of, and who was not seen again counted no longer. */
  review(): void {
    if (this.#countOthers() !== this.#told) this.#tellLater();
  }

  stop(): void {
    this.#cancelTell?.();
    this.#cancelTell = null;
  }

  #countOthers(): number {
    const now = this.#parts.scheduler.monotonicMs();
    for (const [id, { groupId, at }] of this.#others)
      if (now - at > FORGET_MS || this.#parts.isOurs(groupId)) this.#others.delete(id);
    return this.#others.size;
  }

  #tellLater(): void {
    this.#cancelTell ??= this.#parts.scheduler.after(TELL_MS, () => {
      this.#cancelTell = null;
      this.#told = this.#countOthers();
      this.#parts.onChange();
    });
  }
}
