import type { Peer } from '../peers/peer.ts';
import type { DescentFault } from '../reconcile/descent.ts';

export const NOT_LISTED = 'This machine is not on the list any more.';
export const NO_ANSWER = 'It did not answer: the log of exchanges says why.';
export const STOPPED = 'The comparison was stopped.';

const OTHER_PROGRAM = 'Its program may be of another version.';

/** Why a peer cannot be asked where it differs; null when it can. */
export function obstacle({ id, agent, state }: Pick<Peer, 'id' | 'agent' | 'state'>): string | null {
  if (agent !== null)
    return 'It runs C19, which cannot be asked where it differs: both machines have to run Grapevine.';
  if (id === null) return 'It has not answered yet, so there is nothing to compare with.';
  if (state.kind === 'left') return 'The program was closed there: start it, and compare then.';
  if (state.kind === 'blocked') return 'It is blocked on this machine: unblock it, and compare then.';
  return null;
}

/** What an answer with another status than 200 means. */
export function unusableSentence(status: number): string {
  if (status === 503)
    return 'It cannot be compared with yet: it is still finding its place in the group. Try again soon.';
  return `It did not understand what it was asked (status ${status}). ${OTHER_PROGRAM}`;
}

/** `unanswered` is why the last request brought no usable answer. */
export function faultSentence(fault: DescentFault, unanswered: string): string {
  switch (fault) {
    case 'no-answer':
      return unanswered;
    case 'malformed':
      return `Its answer could not be understood. ${OTHER_PROGRAM}`;
    case 'too-much':
      return 'The two differ in more keys than can be compared.';
    case 'stopped':
      return STOPPED;
  }
}

/** For the log of exchanges. */
export function foundWords({ count, more }: { count: number; more: boolean }): string {
  if (count === 0) return 'compared key by key: no difference';
  const keys = `${count} ${count === 1 ? 'key differs' : 'keys differ'}`;
  return `compared key by key: ${more ? 'more than ' : ''}${keys}`;
}
