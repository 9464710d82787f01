import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { KeyHanding } from '../../../shared/model.ts';
import { ask } from './ask.ts';
import type { Invitation } from './invitation.ts';
import { outcomeOf } from './outcome.ts';
import type { Toasts } from './toasts.ts';

export interface GroupActionsParts {
  bridge: Pick<GrapevineBridge, 'changeKey' | 'endKeyChange' | 'leaveGroup'>;
  toasts: Toasts;
  invitation: Pick<Invitation, 'show'>;
}

/** What can be done with the group of this machine. Each answers null when it is done, else why not. */
export class GroupActions {
  private readonly parts: GroupActionsParts;

  constructor(parts: GroupActionsParts) {
    this.parts = parts;
  }

  /** Whoever hands the new key out by hand needs its code next. */
  async changeKey(handing: KeyHanding): Promise<string | null> {
    const { bridge, toasts, invitation } = this.parts;
    const changed = outcomeOf(await ask(bridge.changeKey({ handing })));
    if (!changed.ok) return changed.error;
    toasts.push({ text: 'The group has a new key' });
    if (handing === 'by-hand') void invitation.show();
    return null;
  }

  async endKeyChange(): Promise<string | null> {
    const { bridge, toasts } = this.parts;
    const ended = outcomeOf(await ask(bridge.endKeyChange()));
    if (!ended.ok) return ended.error;
    toasts.push({ text: 'The old key is not accepted any more' });
    return null;
  }

  /** The main process then loads the window anew. */
  async leave(): Promise<string | null> {
    const left = outcomeOf(await ask(this.parts.bridge.leaveGroup()));
    return left.ok ? null : left.error;
  }
}
