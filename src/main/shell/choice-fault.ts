import { inviteCodeSentence, type InviteCodeFault } from '../../core/group/invite-code.ts';
import type { ChoiceFault } from '../../shared/ipc-group.ts';

/** What is wrong with a code, with the groups of four to look at. */
export const choiceFault = (fault: InviteCodeFault): ChoiceFault => ({
  field: 'code',
  reason: inviteCodeSentence(fault),
  groups: groupsIn(fault),
});

function groupsIn(fault: InviteCodeFault): number[] {
  if (fault.kind === 'mistyped') return fault.groups;
  if (fault.kind === 'character') return [fault.group];
  return fault.kind === 'length' && fault.group !== null ? [fault.group] : [];
}
