import { useState } from 'react';
import type { GroupView } from '../../../../../shared/model.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Problem } from '../../../ui/Problem.tsx';
import { useAttempt } from '../../../ui/useAttempt.ts';
import css from './group.module.css';

/** Asks before this machine leaves its group, and says what becomes of what it holds. */
export function LeaveDialog({ kind, onClose }: { kind: GroupView['kind']; onClose: () => void }) {
  const { groupActions } = useApp();
  // The window is loaded anew in a moment: until then it stays as it is.
  const [left, setLeft] = useState(false);
  const { busy, problem, run } = useAttempt(
    () => groupActions.leave(),
    () => setLeft(true),
  );
  const under = busy || left;
  return (
    <Dialog
      title={kind === 'open' ? 'Leave the open group?' : 'Leave this group?'}
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus disabled={under} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" disabled={under} onClick={() => void run()}>
            {under ? 'Leaving…' : 'Leave the group'}
          </Button>
        </>
      }
    >
      <ul className={css['list']}>
        <li>This machine stops exchanging with the other machines of the group.</li>
        <li>Its state and its history are set aside in the folder of its profile. Nothing is deleted.</li>
        <li>The other machines keep theirs and go on without this one.</li>
        <li>Then the window begins anew, and you choose a group again.</li>
      </ul>
      {kind === 'private' && (
        <p className={css['dim']}>To come back to this group you need its invite code: have a look at it first.</p>
      )}
      {problem !== null && <Problem>{`This machine still belongs to the group. ${problem}`}</Problem>}
    </Dialog>
  );
}
