import type { Notice, SyncStatus } from '../../../shared/model.ts';
import { assertNever } from '../../../shared/result.ts';
import { formatCount, plural } from './number.ts';

/** What the pill looks like. Only `good` is green, and only `in-sync` is `good` (PD7). */
export type SyncTone = 'good' | 'busy' | 'quiet' | 'warning' | 'error';
export type SyncIcon = 'check' | 'cycle' | 'lens' | 'lone' | 'dots' | 'warning' | 'error';

export interface SyncLook {
  tone: SyncTone;
  icon: SyncIcon;
  words: string;
}

/** The words and the look of a sync status (PD7). Unreachable peers are counted beside it: {@link unreachableOf}. */
export function syncLook(status: SyncStatus): SyncLook {
  switch (status.kind) {
    case 'starting':
      return { tone: 'quiet', icon: 'dots', words: 'Starting…' };
    case 'alone':
      return { tone: 'quiet', icon: 'lone', words: 'Alone on this network' };
    case 'checking':
      return { tone: 'quiet', icon: 'lens', words: `Checking with ${outOf(status.unsure, status.peers)}` };
    case 'behind':
      return {
        tone: 'busy',
        icon: 'cycle',
        words: `Catching up: ${formatCount(status.behind)} of ${formatCount(status.peers)} behind`,
      };
    case 'in-sync':
      return { tone: 'good', icon: 'check', words: `In sync with ${plural(status.peers, 'peer', 'peers')}` };
    default:
      return assertNever(status);
  }
}

function outOf(part: number, whole: number): string {
  return `${formatCount(part)} of ${plural(whole, 'peer', 'peers')}`;
}

export function unreachableOf(status: SyncStatus): number {
  return status.kind === 'starting' ? 0 : status.unreachable;
}

/** The status in one sentence fragment, as it is spoken: `In sync with 11 peers · 1 unreachable`. */
export function syncSentence(status: SyncStatus): string {
  const unreachable = unreachableOf(status);
  const { words } = syncLook(status);
  return unreachable > 0 ? `${words} · ${formatCount(unreachable)} unreachable` : words;
}

/** What the status means, for those who ask. */
export function syncMeaning(status: SyncStatus): string {
  switch (status.kind) {
    case 'starting':
      return 'This machine is getting ready to talk to others.';
    case 'alone':
      return 'No other machine answers. What you change here is kept and goes out as soon as one does.';
    case 'checking':
      return 'These peers were not heard of since the last change, so it is not known yet whether they have it.';
    case 'behind':
      return 'These peers have another version than this machine. The differences are on their way.';
    case 'in-sync':
      return 'Every reachable peer has exactly the version that this machine has.';
    default:
      return assertNever(status);
  }
}

/** The notice that takes the pill: the first error, else the first warning; an info never does. */
export function pillNotice(notices: readonly Notice[]): Notice | null {
  const error = notices.find((notice) => notice.severity === 'error');
  return error ?? notices.find((notice) => notice.severity === 'warning') ?? null;
}
