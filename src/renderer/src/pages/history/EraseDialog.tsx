import { useState } from 'react';
import type { Key } from '../../../../shared/model.ts';
import { eraseHistory } from '../../stores/erasing.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import css from './EraseDialog.module.css';

/** Asks before a key's values are taken out of the history for good, and says what stays where (CH5). */
export function EraseDialog({ entryKey, onClose }: { entryKey: Key; onClose: () => void }) {
  const { bridge, toasts, history, opened } = useApp();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const erase = async (): Promise<void> => {
    setBusy(true);
    const found = await eraseHistory({ bridge, toasts }, entryKey);
    setBusy(false);
    setProblem(found);
    if (found !== null) return;
    history.reload();
    void opened.reload();
    onClose();
  };
  return (
    <Dialog
      title="Erase the values of this key?"
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" disabled={busy} onClick={() => void erase()}>
            {busy ? 'Erasing…' : 'Erase for good'}
          </Button>
        </>
      }
    >
      <div className={css['key']}>
        <KeyName value={entryKey} wrap />
      </div>
      <p>
        Every value of this key is taken out of this machine’s history. When and by whom it was changed stays, but the
        values can be neither seen nor restored any more. This cannot be undone.
      </p>
      <ul className={css['stays']}>
        <li>The value that the key holds now stays as it is.</li>
        <li>Other machines keep their own history and their own copies.</li>
      </ul>
      {problem !== null && (
        <p className={css['problem']} role="alert">
          Nothing was erased. {problem}
        </p>
      )}
    </Dialog>
  );
}
