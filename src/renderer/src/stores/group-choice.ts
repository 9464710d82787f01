import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GrapevineBridge, RequestOf } from '../../../shared/ipc.ts';
import type { ChoiceFault } from '../../../shared/ipc-group.ts';
import { assertNever, err } from '../../../shared/result.ts';
import type { Announcer } from './announcer.ts';
import { ask } from './ask.ts';
import { CodeField } from './code-field.ts';

export type GroupKind = RequestOf<'chooseGroup'>['group']['kind'];

export interface GroupChoiceState {
  /** Of the machine. */
  name: string;
  nameProblem: string | null;
  /** The choice that was made, until it is done or refused. */
  busy: GroupKind | null;
  /** What went wrong with a choice that is no fault of a field. */
  problem: { kind: GroupKind; reason: string } | null;
}

export interface GroupChoiceParts {
  bridge: Pick<GrapevineBridge, 'chooseGroup' | 'checkInvite'>;
  announcer: Announcer;
  onChosen: () => void;
}

const DOING: Record<GroupKind, string> = {
  new: 'Starting the group…',
  join: 'Joining the group…',
  open: 'Starting in the open group…',
};
const DONE: Record<GroupKind, string> = {
  new: 'The group is started',
  join: 'This machine belongs to the group',
  open: 'This machine is in the open group',
};

/** The first start: this machine's name, and which group it belongs to (GR7). */
export class GroupChoice {
  readonly store: StoreApi<GroupChoiceState> = createStore<GroupChoiceState>(() => ({
    name: '',
    nameProblem: null,
    busy: null,
    problem: null,
  }));
  readonly code: CodeField;
  private readonly parts: GroupChoiceParts;

  constructor(parts: GroupChoiceParts) {
    this.parts = parts;
    this.code = new CodeField(parts);
  }

  setName(name: string): void {
    this.store.setState({ name, nameProblem: null });
  }

  /** Null when it is done or under way already; else the field to look at. */
  async choose(kind: GroupKind): Promise<ChoiceFault['field'] | null> {
    if (this.store.getState().busy !== null) return null;
    this.store.setState({ busy: kind, problem: null });
    const field = await this.attempt(kind);
    this.store.setState({ busy: null });
    return field;
  }

  private async attempt(kind: GroupKind): Promise<ChoiceFault['field'] | null> {
    if (kind === 'join' && !(await this.code.check())) return 'code';
    const { announcer, onChosen } = this.parts;
    announcer.say(DOING[kind]);
    const fault = await this.ask(kind);
    if (fault !== null) return this.refuse(kind, fault);
    this.code.clear();
    announcer.say(DONE[kind]);
    onChosen();
    return null;
  }

  private async ask(kind: GroupKind): Promise<ChoiceFault | null> {
    const group = kind === 'join' ? { kind, code: this.code.toSend() } : { kind };
    const asked = await ask(this.parts.bridge.chooseGroup({ name: this.store.getState().name, group }));
    const answer = asked.ok ? asked.value : err({ field: 'start' as const, reason: asked.error, groups: [] });
    return answer.ok ? null : answer.error;
  }

  private refuse(kind: GroupKind, fault: ChoiceFault): ChoiceFault['field'] {
    this.parts.announcer.say(fault.reason);
    switch (fault.field) {
      case 'name':
        this.store.setState({ nameProblem: fault.reason });
        break;
      case 'code':
        this.code.refuse(fault);
        break;
      case 'start':
        this.store.setState({ problem: { kind, reason: fault.reason } });
        break;
      default:
        assertNever(fault.field);
    }
    return fault.field;
  }
}
