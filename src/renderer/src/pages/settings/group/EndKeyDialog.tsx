import { shutOutWords, withoutNewKey } from '../../../format/key-change-words.ts';
import type { KeyChange } from '../../../../../shared/model.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Problem } from '../../../ui/Problem.tsx';
import { useAttempt } from '../../../ui/useAttempt.ts';
import css from './group.module.css';
import { KeyHolders } from './KeyHolders.tsx';

/** Asks before machines without the new key are shut out, and names them (GR5). */
export function EndKeyDialog({ change: { machines }, onClose }: { change: KeyChange; onClose: () => void }) {
  const { groupActions } = useApp();
  const { busy, problem, run } = useAttempt(() => groupActions.endKeyChange(), onClose);
  const out = withoutNewKey(machines);
  return (
    <Dialog
      title="End the old key now?"
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" disabled={busy} onClick={() => void run()}>
            {busy ? 'Ending…' : 'End the old key'}
          </Button>
        </>
      }
    >
      <p>{shutOutWords(out.length)}</p>
      {out.length > 0 && (
        <>
          <KeyHolders machines={out} label="Machines that would be shut out" />
          <p className={css['dim']}>
            To let one of them in again, enter the new invite code there, in Settings under “Enter a new key”. What it
            holds is kept until then.
          </p>
        </>
      )}
      <p className={css['dim']}>A machine that is not known here and has only the old key is shut out as well.</p>
      {problem !== null && <Problem>{`The old key is still accepted. ${problem}`}</Problem>}
    </Dialog>
  );
}
