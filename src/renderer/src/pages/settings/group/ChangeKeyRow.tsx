import { useState } from 'react';
import type { KeyChange } from '../../../../../shared/model.ts';
import { Button } from '../../../ui/Button.tsx';
import { SettingsRow } from '../SettingsRow.tsx';
import { ChangeKeyDialog } from './ChangeKeyDialog.tsx';
import { EndKeyDialog } from './EndKeyDialog.tsx';
import { KeyChangePanel } from './KeyChangePanel.tsx';

/** A new key for the group, and the end of the one before (GR5). */
export function ChangeKeyRow({ change }: { change: KeyChange | null }) {
  const [asking, setAsking] = useState<'change' | 'end' | null>(null);
  const close = (): void => setAsking(null);
  // It ended by itself while it was asked about: there is nothing to ask any more.
  if (asking === 'end' && change === null) close();
  return (
    <>
      <SettingsRow
        title="Change the key"
        words={
          <p>
            The group gets a new key and a new invite code. Do it when the code has come into wrong hands, or when a
            machine must not belong to the group any more.
          </p>
        }
        // One button for both, so that the focus stays where it is.
        action={
          <Button
            variant={change === null ? 'plain' : 'danger'}
            onClick={() => setAsking(change === null ? 'change' : 'end')}
          >
            {change === null ? 'Change the key…' : 'End the old key now…'}
          </Button>
        }
      >
        {change !== null && <KeyChangePanel change={change} />}
      </SettingsRow>
      {asking === 'change' && <ChangeKeyDialog onClose={close} />}
      {asking === 'end' && change !== null && <EndKeyDialog change={change} onClose={close} />}
    </>
  );
}
