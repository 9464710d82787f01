import { useState } from 'react';
import type { GroupView } from '../../../../../shared/model.ts';
import { Button } from '../../../ui/Button.tsx';
import { SettingsRow } from '../SettingsRow.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';

interface LeaveRowProps {
  kind: GroupView['kind'];
  title: string;
  words: string;
  action: string;
}

/** The way out of a group. */
export function LeaveRow({ kind, title, words, action }: LeaveRowProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <SettingsRow
        title={title}
        words={<p>{words}</p>}
        action={
          <Button variant="danger" onClick={() => setOpen(true)}>
            {action}
          </Button>
        }
      />
      {open && <LeaveDialog kind={kind} onClose={() => setOpen(false)} />}
    </>
  );
}
