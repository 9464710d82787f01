import { LogIn } from 'lucide-react';
import { useId, type Ref } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../ui/app-context.ts';
import { CodeInput } from '../../ui/CodeInput.tsx';
import { ChoiceCard } from './ChoiceCard.tsx';
import { ChooseButton } from './ChooseButton.tsx';

/** On every other machine of a group. */
export function JoinCard({ ref, onChoose }: { ref: Ref<HTMLInputElement>; onChoose: () => void }) {
  const { groupChoice } = useApp();
  const formId = useId();
  const busy = useStore(groupChoice.store, (state) => state.busy !== null);
  return (
    <ChoiceCard
      kind="join"
      icon={LogIn}
      title="Join a group"
      words={<p>On every other machine. The invite code is shown on each machine of the group, in Settings.</p>}
      action={
        <ChooseButton kind="join" doing="Joining…" form={formId}>
          Join the group
        </ChooseButton>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onChoose();
        }}
      >
        <CodeInput ref={ref} field={groupChoice.code} label="Invite code" readOnly={busy} />
      </form>
    </ChoiceCard>
  );
}
