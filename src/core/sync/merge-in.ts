import type { Key, NodeId, Origin } from '../../shared/model.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Peer } from '../peers/peer.ts';
import type { Grave } from '../ports.ts';
import type { Commits } from '../state/commits.ts';
import type { Refusal } from '../state/state.ts';
import { decodeEntries, type MalformedEntry } from './entry-codec.ts';

/** Who sent a body. `id` is null for a program without a `Grapevine` header. */
export interface Sender {
  id: NodeId | null;
  name: string;
  clockOffsetMs: number | null;
}

export const senderOf = ({ id, name, clockOffsetMs }: Peer): Sender => ({ id, name, clockOffsetMs });

export interface MergeReport {
  changedKeys: Key[];
  taken: number;
  malformed: MalformedEntry[];
  refused: Refusal[];
  graves: Grave[];
}

/** Decodes a body of entries and merges it; whatever is refused is told to `onRefused`, never dropped silently (ST7). */
export class MergeIn {
  readonly #commits: Commits;
  readonly #onRefused: (sender: Sender, refused: { key: string; reason: string }[]) => void;

  constructor(commits: Commits, onRefused: (sender: Sender, refused: { key: string; reason: string }[]) => void) {
    this.#commits = commits;
    this.#onRefused = onRefused;
  }

  /** The error is a sentence about a body that is malformed as a whole. */
  take(body: Uint8Array, sender: Sender): Result<MergeReport, string> {
    const decoded = decodeEntries(body);
    if (!decoded.ok) return decoded;
    const { entries, malformed } = decoded.value;
    const origin: Origin = { kind: 'peer', id: sender.id, name: sender.name };
    const { changes, refused, graves } = this.#commits.merge(entries, origin);
    if (refused.length + malformed.length > 0) this.#onRefused(sender, [...refused, ...malformed]);
    return ok({ changedKeys: changes.map((change) => change.key), taken: entries.length, malformed, refused, graves });
  }
}
