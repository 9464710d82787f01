import { seenSchema } from '../../shared/delivery.ts';
import type { NodeId } from '../../shared/model.ts';
import type { Peer } from '../peers/peer.ts';
import type { PeerTable } from '../peers/peer-table.ts';
import type { Scheduler } from '../ports.ts';
import type { Broadcast, Message } from './broadcast.ts';
import type { Deliveries } from './deliveries.ts';
import type { Exchange } from './exchange.ts';
import { decodeJson, encodeJson } from './json-body.ts';
import type { Self } from '../self.ts';

/** Bodies that are being passed on: beyond it this node passes nothing on, and says so (LM1). */
const MAX_RELAYED_BYTES = 64 * 1024 * 1024;
/** How long acknowledgements are gathered before the origin is told of those that came so far. */
const REPORT_MS = 1_000;

export interface RelayComponents {
  scheduler: Scheduler;
  self: Pick<Self, 'id'>;
  table: PeerTable;
  exchange: Exchange;
  broadcast: Broadcast;
  deliveries: Deliveries;
}

/** Passes on what others push, to those whom they name, and tells the origin in one list who has it (PB3). */
export class Relay {
  readonly #parts: RelayComponents;
  #bytes = 0;

  constructor(components: RelayComponents) {
    this.#parts = components;
  }

  /** Begins to pass the message on; the ids that this node does not know as alive. */
  passOn(message: Message, ids: readonly NodeId[], sender: Peer | null): NodeId[] {
    const { table, self } = this.#parts;
    if (this.#bytes + message.body.length > MAX_RELAYED_BYTES) return [...ids];
    const wanted = ids.filter((id) => id !== self.id && id !== sender?.id && id !== message.flush.origin);
    const peers = wanted.map((id) => table.byId(id)).filter((peer) => peer?.state.kind === 'alive') as Peer[];
    if (peers.length > 0) void this.#pass(message, peers);
    const known = new Set(peers.map(({ id }) => id));
    return wanted.filter((id) => !known.has(id));
  }

  /** A delegate says who has acknowledged a flush of this node. */
  acknowledged(body: Uint8Array): void {
    const said = decodeJson(body, seenSchema);
    for (const id of said?.ids ?? []) this.#parts.deliveries.seen(said?.flush ?? -1, id);
  }

  async #pass(message: Message, peers: Peer[]): Promise<void> {
    const seen: string[] = [];
    const report = (): void => this.#report(message, seen.splice(0));
    const cancel = this.#parts.scheduler.after(REPORT_MS, report);
    this.#bytes += message.body.length;
    await this.#parts.broadcast.send(message, peers, { onSeen: ({ rowId }) => seen.push(rowId) });
    this.#bytes -= message.body.length;
    cancel();
    report();
  }

  #report({ flush }: Message, ids: string[]): void {
    const { table, exchange } = this.#parts;
    const origin = table.byId(flush.origin);
    if (ids.length === 0 || origin?.state.kind !== 'alive') return;
    const message = { method: 'POST', path: '/-/seen', body: encodeJson({ flush: flush.number, ids }) };
    void exchange.send(origin, 'push', message);
  }
}
