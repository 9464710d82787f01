import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge } from '../../../shared/ipc.ts';
import type { ChoiceFault } from '../../../shared/ipc-group.ts';
import { err } from '../../../shared/result.ts';
import { ask } from './ask.ts';
import { CodeField } from './code-field.ts';
import type { Toasts } from './toasts.ts';

export interface KeyEntryState {
  busy: boolean;
  /** What went wrong that is no fault of the code. */
  problem: string | null;
}

export interface KeyEntryParts {
  bridge: Pick<GrapevineBridge, 'enterKey' | 'checkInvite'>;
  toasts: Toasts;
}

const IDLE: KeyEntryState = { busy: false, problem: null };

/** Takes over a key of this group that was made at another machine (GR5). */
export class KeyEntry {
  readonly store: StoreApi<KeyEntryState> = createStore(() => IDLE);
  readonly code: CodeField;
  private readonly parts: KeyEntryParts;

  constructor(parts: KeyEntryParts) {
    this.parts = parts;
    this.code = new CodeField(parts);
  }

  /** True when it is done. */
  async submit(): Promise<boolean> {
    if (this.store.getState().busy) return false;
    this.store.setState({ busy: true, problem: null });
    const done = (await this.code.check()) && (await this.enter());
    this.store.setState({ busy: false });
    return done;
  }

  /** Keeps nothing of what was typed. */
  clear(): void {
    this.code.clear();
    this.store.setState(IDLE);
  }

  private async enter(): Promise<boolean> {
    const asked = await ask(this.parts.bridge.enterKey({ code: this.code.toSend() }));
    const answer = asked.ok ? asked.value : err({ field: 'start' as const, reason: asked.error, groups: [] });
    if (!answer.ok) return this.refuse(answer.error);
    this.parts.toasts.push({ text: 'This machine has the new key' });
    return true;
  }

  private refuse(fault: ChoiceFault): false {
    if (fault.field === 'code') this.code.refuse(fault);
    else this.store.setState({ problem: fault.reason });
    return false;
  }
}
