import type { GroupView } from '../../../../../shared/model.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { SettingsRow } from '../SettingsRow.tsx';
import { ChangeKeyRow } from './ChangeKeyRow.tsx';
import css from './PrivateGroup.module.css';
import { EnterKeyRow } from './EnterKeyRow.tsx';
import { InviteRow } from './InviteRow.tsx';
import { LeaveRow } from './LeaveRow.tsx';

/** A group that is closed to everybody without its invite code. */
export function PrivateGroup({ group: { id, change } }: { group: Extract<GroupView, { kind: 'private' }> }) {
  return (
    <>
      <SettingsRow
        title="This is a private group"
        words={
          <>
            <p>Only machines with the invite code belong to it. Everything between them is encrypted.</p>
            <p className={css['id']}>
              Public id <span className={css['digits']}>{id}</span> <CopyButton text={id} what="the public id" />
            </p>
            <p>The id is announced on the network, and tells nothing of the invite code.</p>
          </>
        }
      />
      <InviteRow />
      <ChangeKeyRow change={change} />
      <EnterKeyRow />
      <LeaveRow
        kind="private"
        title="Leave this group"
        words="This machine stops exchanging with the group. The others go on without it."
        action="Leave this group…"
      />
    </>
  );
}
