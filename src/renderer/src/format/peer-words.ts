import type { FoundBy, PeerView } from '../../../shared/model.ts';
import { assertNever } from '../../../shared/result.ts';
import { sentence } from './sentence.ts';
import { formatMeasured } from './time.ts';

/** The shapes of a peer's marker: told apart without colour. */
export type PeerMark = 'same' | 'differs' | 'unknown' | 'connecting' | 'unreachable' | 'left' | 'blocked';
export type TagTone = 'good' | 'warning' | 'error' | 'neutral';

export interface PeerLook {
  mark: PeerMark;
  tone: TagTone;
  words: string;
  meaning: string;
}

const VERSION_LOOKS: Record<PeerView['version'], Omit<PeerLook, 'mark'>> = {
  same: { tone: 'good', words: 'same', meaning: 'It has exactly the version that this machine has.' },
  differs: { tone: 'warning', words: 'differs', meaning: 'Its version differs; the differences are on their way.' },
  unknown: { tone: 'neutral', words: 'unknown', meaning: 'It has not told its version since the last change here.' },
};

const BLOCKED = 'Blocked here: this machine neither asks nor answers it. What it writes still comes by other machines.';

/** How a peer's state is shown: marker, tag and one explaining sentence (PD4). */
export function peerLook(peer: Pick<PeerView, 'state' | 'version'>): PeerLook {
  const { state } = peer;
  switch (state.kind) {
    case 'connecting':
      return { mark: 'connecting', tone: 'neutral', words: 'connecting', meaning: 'It has not answered yet.' };
    case 'unreachable':
      return { mark: 'unreachable', tone: 'error', words: 'unreachable', meaning: sentence(state.reason) };
    case 'left':
      return {
        mark: 'left',
        tone: 'neutral',
        words: 'left',
        meaning: 'It said goodbye: the program was closed there.',
      };
    case 'blocked':
      return { mark: 'blocked', tone: 'neutral', words: 'blocked', meaning: BLOCKED };
    case 'alive':
      return { mark: peer.version, ...VERSION_LOOKS[peer.version] };
    default:
      return assertNever(state);
  }
}

const FOUND_BY: Record<FoundBy, string> = {
  mdns: 'mDNS',
  static: 'address given',
  dns: 'DNS name',
  remembered: 'remembered',
  heard: 'it called us',
};

/** How a peer was found (PD1), as a list. */
export function foundByWords(foundBy: readonly FoundBy[]): string {
  return foundBy.map((way) => FOUND_BY[way]).join(', ');
}

const CLOCK_WARNING_MS = 2000;

export function clockIsOff(offsetMs: number): boolean {
  return Math.abs(offsetMs) > CLOCK_WARNING_MS;
}

function measuredWhole(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : formatMeasured(durationMs);
}

/** A clock offset for a table: `+4 ms`, `−11 ms`, `+2.4 s`. */
export function formatOffset(offsetMs: number): string {
  const size = measuredWhole(Math.abs(offsetMs));
  if (Math.round(offsetMs) === 0) return size;
  return offsetMs > 0 ? `+${size}` : `−${size}`;
}

/** A clock offset in words: `2.4 s ahead of this machine`. */
export function offsetWords(offsetMs: number): string {
  if (Math.round(offsetMs) === 0) return 'the same as here';
  return `${measuredWhole(Math.abs(offsetMs))} ${offsetMs > 0 ? 'ahead of' : 'behind'} this machine`;
}
