import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { SettingsRow } from '../SettingsRow.tsx';
import { EnterKeyDialog } from './EnterKeyDialog.tsx';

/** For a machine whose group changed its key by hand. */
export function EnterKeyRow() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <SettingsRow
        title="Enter a new key"
        words={<p>When the key of this group was changed at another machine and its new code is handed out by hand.</p>}
        action={<Button onClick={() => setOpen(true)}>Enter a new key…</Button>}
      />
      {open && <EnterKeyDialog onClose={() => setOpen(false)} />}
    </>
  );
}
