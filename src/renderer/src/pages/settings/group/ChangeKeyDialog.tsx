import { useState } from 'react';
import type { KeyHanding } from '../../../../../shared/model.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Problem } from '../../../ui/Problem.tsx';
import { RadioCards } from '../../../ui/RadioCards.tsx';
import { useAttempt } from '../../../ui/useAttempt.ts';
import css from './group.module.css';

const HANDINGS = [
  {
    value: 'in-band',
    label: 'They get it by themselves',
    words:
      'Machines of the group give the new key to each other: those that are on within seconds, the others when they come back. You have nothing to do there. This shuts nobody out who has the old key and gets the new one in time.',
  },
  {
    value: 'by-hand',
    label: 'I hand the new code out myself',
    words:
      'No machine gives the new key to another. You enter the new invite code at each machine, in Settings under “Enter a new key”. Whoever does not get it is shut out when the old key ends: choose this when a machine was lost or must not belong to the group any more.',
  },
] as const;

/** Asks how the other machines get the new key, and says what happens then (GR5). */
export function ChangeKeyDialog({ onClose }: { onClose: () => void }) {
  const { groupActions } = useApp();
  const [handing, setHanding] = useState<KeyHanding>('in-band');
  const { busy, problem, run } = useAttempt(() => groupActions.changeKey(handing), onClose);
  return (
    <Dialog
      wide
      title="Change the key of this group?"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={busy} onClick={() => void run()}>
            {busy ? 'Changing…' : 'Change the key'}
          </Button>
        </>
      }
    >
      <RadioCards
        legend="How do the other machines get the new key?"
        value={handing}
        options={HANDINGS}
        onChange={setHanding}
      />
      <p className={css['dim']}>
        Meanwhile both keys are accepted, so nothing is interrupted. The old one ends by itself when every known machine
        has the new one, or when you end it. The old invite code then lets nobody in any more.
      </p>
      {problem !== null && <Problem>{`The key is as it was. ${problem}`}</Problem>}
    </Dialog>
  );
}
