import type { Digest, NodeId, StartId } from '../shared/model.ts';
import type { Clock, Random } from './ports.ts';
import { hex } from './reconcile/bytes.ts';
import { formatHeader, type GrapevineHeader } from './sync/grapevine-header.ts';

export interface SelfFacts {
  id: NodeId;
  name: string;
  program: string;
}

/** This node as its peers see it. The id changes only when a cloned profile is found (PD3). */
export class Self {
  id: NodeId;
  name: string;
  readonly program: string;
  startId: StartId;
  /** Where this node listens; 0 until it does. */
  port = 0;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #digest: () => Digest;

  constructor(components: { clock: Clock; random: Random; digest: () => Digest }, facts: SelfFacts) {
    this.#clock = components.clock;
    this.#random = components.random;
    this.#digest = components.digest;
    this.id = facts.id;
    this.name = facts.name;
    this.program = facts.program;
    this.startId = this.#newStartId();
  }

  /** For the peers this is a new start: they greet again. */
  startAnew(): void {
    this.startId = this.#newStartId();
  }

  /** The `Grapevine` header of a message that leaves now. */
  header(more: Partial<Pick<GrapevineHeader, 'next' | 'flush' | 'arc'>> = {}): string {
    const { id, startId, port } = this;
    const said = { next: null, flush: null, arc: [], ...more };
    return formatHeader({ id, startId, digest: this.#digest(), time: this.#clock.now(), port, ...said });
  }

  #newStartId(): StartId {
    return hex(this.#random.bytes(8)) as StartId;
  }
}
