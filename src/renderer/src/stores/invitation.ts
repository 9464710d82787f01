import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { Invite } from '../../../shared/ipc-group.ts';
import type { GroupView } from '../../../shared/model.ts';
import { ask } from './ask.ts';
import { outcomeOf } from './outcome.ts';

/**
 * The invite code, which is the group's secret: here only while it is on the screen (GR6).
 *
 *   hidden ──show──▶ asking ──▶ shown ──another key──▶ asking
 *     ▲                └──────▶ failed ──show──▶ asking
 *     └──hide, or the page is left: from everywhere
 */
export type InvitationState =
  { kind: 'hidden' } | { kind: 'asking' } | { kind: 'failed'; reason: string } | { kind: 'shown'; invite: Invite };

const HIDDEN: InvitationState = { kind: 'hidden' };

export class Invitation {
  readonly store: StoreApi<InvitationState> = createStore<InvitationState>(() => HIDDEN);
  private readonly bridge: Pick<GrapevineBridge, 'getInvite'>;
  /** Grows whenever something else is wanted: what was asked for before is of no use. */
  private turn = 0;
  /** Which key of which group was there last. */
  private keyMark: string | null = null;

  constructor(components: { bridge: Pick<GrapevineBridge, 'getInvite'> }) {
    this.bridge = components.bridge;
  }

  async show(): Promise<void> {
    const turn = this.enter({ kind: 'asking' });
    const answer = outcomeOf(await ask(this.bridge.getInvite()));
    if (turn !== this.turn) return;
    this.enter(answer.ok ? { kind: 'shown', invite: answer.value } : { kind: 'failed', reason: answer.error });
  }

  hide(): void {
    this.enter(HIDDEN);
  }

  /** With another key the code is another one: the one on the screen must not be given to anybody any more. */
  follow(group: GroupView | undefined): void {
    const mark = group?.kind === 'private' ? `${group.id} ${group.change?.since ?? ''}` : null;
    const changed = mark !== this.keyMark;
    this.keyMark = mark;
    if (changed && this.store.getState().kind !== 'hidden') void this.show();
  }

  private enter(state: InvitationState): number {
    this.store.setState(state, true);
    return (this.turn += 1);
  }
}
