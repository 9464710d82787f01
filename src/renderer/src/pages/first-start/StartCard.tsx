import { Plus } from 'lucide-react';
import { InviteCode } from '../../ui/InviteCode.tsx';
import { ChoiceCard } from './ChoiceCard.tsx';
import { ChooseButton } from './ChooseButton.tsx';

/** On the first machine of a group. */
export function StartCard({ code, onChoose }: { code: string; onChoose: () => void }) {
  return (
    <ChoiceCard
      kind="new"
      icon={Plus}
      title="Start a group"
      words={
        <p>
          On the first machine. Whoever has this invite code belongs to the group, and everything between its machines
          is encrypted. The code is in Settings later as well.
        </p>
      }
      action={
        <ChooseButton kind="new" doing="Starting…" onClick={onChoose}>
          Start this group
        </ChooseButton>
      }
    >
      <InviteCode code={code} />
    </ChoiceCard>
  );
}
