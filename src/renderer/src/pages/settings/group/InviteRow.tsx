import { Eye, EyeOff } from 'lucide-react';
import { useStore } from 'zustand';
import type { Invite } from '../../../../../shared/ipc-group.ts';
import type { InvitationState } from '../../../stores/invitation.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { InviteCode } from '../../../ui/InviteCode.tsx';
import { Problem } from '../../../ui/Problem.tsx';
import { SettingsRow } from '../SettingsRow.tsx';
import css from './group.module.css';

/** The invite code, for as long as it is asked for (GR6). */
export function InviteRow() {
  const { invitation } = useApp();
  const state = useStore(invitation.store);
  const isOpen = state.kind === 'shown' || state.kind === 'asking';
  const toggle = (): void => {
    if (isOpen) invitation.hide();
    else void invitation.show();
  };
  return (
    <SettingsRow
      title="Invite a machine"
      words={
        <p>
          On the other machine choose <b>Join a group</b> and enter the invite code there. Whoever has the code belongs
          to the group: send it as you would send a password.
        </p>
      }
      action={
        <Button icon={isOpen ? EyeOff : Eye} aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? 'Hide' : 'Show invite code'}
        </Button>
      }
    >
      <Shown state={state} />
    </SettingsRow>
  );
}

function Shown({ state }: { state: InvitationState }) {
  switch (state.kind) {
    case 'hidden':
    case 'asking':
      return null;
    case 'failed':
      return <Problem>{state.reason}</Problem>;
    case 'shown':
      return (
        <>
          <InviteCode code={state.invite.code} />
          <p className={css['dim']}>{KEPT_IN[state.invite.keptIn]}</p>
        </>
      );
  }
}

const KEPT_IN: Record<Invite['keptIn'], string> = {
  keychain: 'This machine keeps the key in the keychain of the system.',
  file: 'This machine keeps the key in a file that only you can read.',
};
