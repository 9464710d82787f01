import { LockOpen } from 'lucide-react';
import { ChoiceCard } from './ChoiceCard.tsx';
import { ChooseButton } from './ChooseButton.tsx';

/** Without a secret (GR7): chosen knowingly. */
export function OpenCard({ onChoose }: { onChoose: () => void }) {
  return (
    <ChoiceCard
      kind="open"
      icon={LockOpen}
      title="Open group"
      words={
        <>
          <p>
            No code and no encryption: anyone on the network can read everything that is kept here, and change it. All
            machines with an open group find each other.
          </p>
          <p>For networks you trust, and the only kind of group in which agents of the C19 protocol take part.</p>
        </>
      }
      action={
        <ChooseButton kind="open" doing="Starting…" variant="plain" onClick={onChoose}>
          Use the open group
        </ChooseButton>
      }
    />
  );
}
