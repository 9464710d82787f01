import { useStore } from 'zustand';
import { assertNever } from '../../../../../shared/result.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Quiet } from '../../../ui/Quiet.tsx';
import css from './transfer.module.css';
import { ImportPreviewDialog } from './ImportPreviewDialog.tsx';

/** An import, from the choice of the file until it is done. */
export function ImportDialog() {
  const { importFile } = useApp();
  const state = useStore(importFile.store);
  switch (state.kind) {
    case 'closed':
      return null;
    case 'reading':
      return <Reading />;
    case 'malformed':
      return <Malformed file={state.file} reason={state.reason} />;
    case 'preview':
      return <ImportPreviewDialog state={state} />;
    default:
      return assertNever(state);
  }
}

function Reading() {
  const { importFile } = useApp();
  const close = (): void => importFile.close();
  return (
    <Dialog
      title="Import"
      onClose={close}
      footer={
        <Button data-autofocus onClick={close}>
          Cancel
        </Button>
      }
    >
      <p className={css['words']}>
        Choose a file. A large one takes a moment to read; nothing is changed by reading it.
      </p>
      <Quiet />
    </Dialog>
  );
}

function Malformed({ file, reason }: { file: string; reason: string }) {
  const { importFile } = useApp();
  const close = (): void => importFile.close();
  const another = (): void => {
    close();
    void importFile.choose();
  };
  return (
    <Dialog
      title="This file cannot be imported"
      onClose={close}
      footer={
        <>
          <Button onClick={another}>Choose another file…</Button>
          <Button variant="primary" data-autofocus onClick={close}>
            Close
          </Button>
        </>
      }
    >
      <p>
        <bdi className={css['file']}>{file}</bdi>
      </p>
      <p className={css['problem']} role="alert">
        {reason}
      </p>
      <p className={css['words']}>Nothing was changed.</p>
    </Dialog>
  );
}
