import type { NodeId } from '../../shared/model.ts';
import type { GroupId } from './keys.ts';

/** Machines of whom it is remembered (LM1). */
const MAX_MACHINES = 4_096;

/** What a frame of a machine told of the keys it holds. */
export interface HeldThere {
  /** With which it sealed: one that both sides hold. */
  sealed: GroupId;
  /** The newest it holds. */
  newest: GroupId;
}

interface Known extends HeldThere {
  /** How many changes of our own keys there had been. */
  epoch: number;
}

/** Which keys of the group the other machines hold (GR5), as their last frames told. */
export class KeyHolders {
  readonly #machines = new Map<NodeId, Known>();
  #epoch = 0;
  readonly #onTold: (id: NodeId) => void;

  /** `onTold` is called when a machine tells another than before, or the first time since our own change. */
  constructor(onTold: (id: NodeId) => void) {
    this.#onTold = onTold;
  }

  of(id: NodeId): HeldThere | null {
    return this.#machines.get(id) ?? null;
  }

  /** What it told since our newest key is the one it is. */
  lately(id: NodeId): HeldThere | null {
    const known = this.#machines.get(id);
    return known?.epoch === this.#epoch ? known : null;
  }

  /** Our newest key is another: what was told before says nothing of who has it. */
  keyChanged(): void {
    this.#epoch += 1;
  }

  /** To be told of opened frames only. */
  note(id: NodeId, told: HeldThere): void {
    const before = this.#machines.get(id);
    const isSame = before?.sealed === told.sealed && before.newest === told.newest;
    if (isSame && before.epoch === this.#epoch) return;
    if (this.#machines.size >= MAX_MACHINES) this.#machines.clear();
    this.#machines.set(id, { ...told, epoch: this.#epoch });
    this.#onTold(id);
  }
}
