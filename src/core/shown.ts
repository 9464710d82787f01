import type { PeerView } from '../shared/model.ts';
import type { NodeEvent, NodeStatus } from './node-api.ts';
import { agreementWith, type AgreementContext } from './peers/agreement.ts';
import { peerView, type Peer } from './peers/peer.ts';

export interface ShownComponents {
  status: () => NodeStatus;
  agreement: () => AgreementContext;
  peers: () => Peer[];
}

/** What listeners were told last: only what is another now is told again. */
export class Shown {
  readonly #parts: ShownComponents;
  readonly #listeners = new Set<(event: NodeEvent) => void>();
  readonly #versions = new Map<string, PeerView['version']>();
  #status = '';

  constructor(components: ShownComponents) {
    this.#parts = components;
  }

  listen(listener: (event: NodeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: NodeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  peer(peer: Peer): void {
    if (this.#listeners.size > 0) this.#tell(peer, agreementWith(peer, this.#parts.agreement()));
  }

  peerGone(rowId: string): void {
    this.#versions.delete(rowId);
    this.emit({ kind: 'peer-gone', rowId });
  }

  /** The status, and the peers whose agreement is another now. */
  status(): void {
    if (this.#listeners.size === 0) return;
    const status = this.#parts.status();
    const text = JSON.stringify(status);
    if (text === this.#status) return;
    this.#status = text;
    this.emit({ kind: 'status', status });
    const context = this.#parts.agreement();
    for (const peer of this.#parts.peers()) {
      const version = agreementWith(peer, context);
      if (this.#versions.get(peer.rowId) !== version) this.#tell(peer, version);
    }
  }

  #tell(peer: Peer, version: PeerView['version']): void {
    this.#versions.set(peer.rowId, version);
    this.emit({ kind: 'peer', peer: peerView(peer, version) });
  }
}
