import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { ChoiceFault } from '../../../shared/ipc-group.ts';
import { err } from '../../../shared/result.ts';
import { canBeJudged, codeToSend } from '../format/invite-code.ts';
import { ask } from './ask.ts';

/** `groups`: the groups of four to look at, from 1. */
export type CodeFault = Pick<ChoiceFault, 'reason' | 'groups'>;

export interface CodeFieldState {
  text: string;
  fault: CodeFault | null;
}

const EMPTY: CodeFieldState = { text: '', fault: null };

/** An invite code as it is typed. Faults are told while one types, but nobody is told that a code is not finished yet. */
export class CodeField {
  readonly store: StoreApi<CodeFieldState> = createStore(() => EMPTY);
  private readonly bridge: Pick<GrapevineBridge, 'checkInvite'>;
  /** Grows with the text: what was found out about an earlier one is of no use. */
  private turn = 0;

  constructor(components: { bridge: Pick<GrapevineBridge, 'checkInvite'> }) {
    this.bridge = components.bridge;
  }

  type(text: string): void {
    this.turn += 1;
    const judged = canBeJudged(text);
    // What was told before stays until the answer is there, so that it does not flicker.
    this.store.setState((last) => ({ text, fault: judged ? last.fault : null }));
    if (judged) void this.check();
  }

  /** Finds out what is wrong with the code, also with an unfinished one. True when nothing is. */
  async check(): Promise<boolean> {
    const { turn } = this;
    const fault = await this.find();
    if (turn !== this.turn) return false;
    this.store.setState({ fault });
    return fault === null;
  }

  /** What of the text is given to the main process. */
  toSend(): string {
    return codeToSend(this.store.getState().text);
  }

  /** The code was whole but is refused. */
  refuse({ reason, groups }: CodeFault): void {
    this.store.setState({ fault: { reason, groups } });
  }

  /** Keeps nothing of it. */
  clear(): void {
    this.turn += 1;
    this.store.setState(EMPTY, true);
  }

  private async find(): Promise<CodeFault | null> {
    const asked = await ask(this.bridge.checkInvite({ code: this.toSend() }));
    const answer = asked.ok ? asked.value : err({ reason: asked.error, groups: [] });
    return answer.ok ? null : { reason: answer.error.reason, groups: answer.error.groups };
  }
}
