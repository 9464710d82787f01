import { haveAnswerSchema, MAX_PROBED } from '../../shared/delivery.ts';
import type { EntryView } from '../../shared/model.ts';
import type { Peer } from '../peers/peer.ts';
import type { Random, Scheduler } from '../ports.ts';
import type { Broadcast, Message } from './broadcast.ts';
import type { Deliveries } from './deliveries.ts';
import type { Exchange } from './exchange.ts';
import { decodeJson, encodeJson } from './json-body.ts';

/** How long delegates have to pass a message on before somebody is asked (PB5). */
const PROBE_AFTER_MS = 500;
/** Probes that wait: what is beyond is left to anti-entropy (LM1). */
const MAX_WAITING = 256;

export interface Delegated {
  message: Message;
  entries: readonly EntryView[];
  /** Whom the delegate was to pass it on to. */
  members: readonly Peer[];
}

export interface ProbesComponents {
  scheduler: Scheduler;
  random: Random;
  exchange: Exchange;
  broadcast: Broadcast;
  deliveries: Deliveries;
}

/**
 * Looks whether delegates did what they were asked: one random member of each arc that has not acknowledged says whether it has the message. If
 * it lacks it, or does not answer, all such members get it directly, once (PB5).
 */
export class Probes {
  readonly #parts: ProbesComponents;
  readonly #waiting = new Set<() => void>();

  constructor(components: ProbesComponents) {
    this.#parts = components;
  }

  await(delegated: Delegated): void {
    if (this.#waiting.size >= MAX_WAITING) return;
    const cancel = this.#parts.scheduler.after(PROBE_AFTER_MS, () => {
      this.#waiting.delete(cancel);
      void this.#probe(delegated);
    });
    this.#waiting.add(cancel);
  }

  stop(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }

  async #probe({ message, entries, members }: Delegated): Promise<void> {
    const { broadcast, deliveries, random } = this.#parts;
    const { number } = message.flush;
    const left = members.filter((peer) => peer.state.kind === 'alive' && !deliveries.hasSeen(number, peer.rowId));
    const asked = left[Math.floor(random.next() * left.length)];
    if (asked === undefined || (await this.#has(asked, entries))) return;
    await broadcast.sendDirectly(message, left, { onSeen: ({ rowId }) => deliveries.seen(number, rowId) });
  }

  async #has(peer: Peer, entries: readonly EntryView[]): Promise<boolean> {
    const wanted = entries.slice(0, MAX_PROBED).map(({ key, ts }) => [key, ts] as const);
    const message = { method: 'POST', path: '/-/have', body: encodeJson({ entries: wanted }) };
    const answer = await this.#parts.exchange.send(peer, 'push', message);
    if (!answer.ok) return false;
    return decodeJson(answer.value.response.body, haveAnswerSchema)?.held === wanted.length;
  }
}
