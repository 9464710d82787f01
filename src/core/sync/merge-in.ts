import type { Key, NodeId, Origin } from '../../shared/model.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Pause } from '../pause.ts';
import type { Peer } from '../peers/peer.ts';
import type { Grave } from '../ports.ts';
import type { Commits } from '../state/commits.ts';
import type { Refusal } from '../state/state.ts';
import { decodeEntries, type DecodedEntries, type MalformedEntry } from './entry-codec.ts';

/** Who sent a body. `id` is null for a program without a `Grapevine` header. */
export interface Sender {
  id: NodeId | null;
  name: string;
  clockOffsetMs: number | null;
}

export const senderOf = ({ id, name, clockOffsetMs }: Peer): Sender => ({ id, name, clockOffsetMs });

export interface MergeReport {
  /** Every well-formed entry's. */
  keys: Key[];
  changedKeys: Key[];
  taken: number;
  malformed: MalformedEntry[];
  refused: Refusal[];
  graves: Grave[];
}

export interface MergeInComponents {
  commits: Commits;
  pause: Pause;
  /** Told whatever was not merged: nothing is dropped silently (ST7). */
  onRefused: (sender: Sender, refused: { key: string; reason: string }[]) => void;
}

/** Decodes a body of entries and merges it, in slices if it is large (LM2). */
export class MergeIn {
  readonly #parts: MergeInComponents;

  constructor(components: MergeInComponents) {
    this.#parts = components;
  }

  /** The error is a sentence about a body that is malformed as a whole. */
  async take(body: Uint8Array, sender: Sender): Promise<Result<MergeReport, string>> {
    const decoded = await decodeEntries(body, this.#parts.pause);
    if (!decoded.ok) return decoded;
    return ok(await this.merge(decoded.value, sender));
  }

  /** Merges what was decoded already. */
  async merge({ entries, malformed }: DecodedEntries, sender: Sender): Promise<MergeReport> {
    const origin: Origin = { kind: 'peer', id: sender.id, name: sender.name };
    const { changes, refused, graves } = await this.#parts.commits.merge(entries, origin);
    if (refused.length + malformed.length > 0) this.#parts.onRefused(sender, [...refused, ...malformed]);
    return {
      keys: entries.map((entry) => entry.key),
      changedKeys: changes.map((change) => change.key),
      ...{ taken: entries.length, malformed, refused, graves },
    };
  }
}
