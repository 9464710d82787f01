import { useId, useRef } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { CodeInput } from '../../../ui/CodeInput.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Problem } from '../../../ui/Problem.tsx';
import css from './group.module.css';

/** Takes over a new key of this group that was made at another machine (GR5). */
export function EnterKeyDialog({ onClose }: { onClose: () => void }) {
  const { keyEntry } = useApp();
  const { busy, problem } = useStore(keyEntry.store);
  const formId = useId();
  const input = useRef<HTMLInputElement>(null);
  const close = (): void => {
    keyEntry.clear();
    onClose();
  };
  const submit = async (): Promise<void> => {
    if (await keyEntry.submit()) close();
    else input.current?.focus();
  };
  return (
    <Dialog
      title="Enter a new key"
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} disabled={busy}>
            {busy ? 'Taking it over…' : 'Take it over'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className={css['words']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className={css['dim']}>
          The new invite code is shown at the machine where the key was changed, in Settings. This machine keeps its
          state and its history.
        </p>
        <CodeInput ref={input} field={keyEntry.code} label="New invite code" readOnly={busy} autoFocus />
        {problem !== null && <Problem>{problem}</Problem>}
      </form>
    </Dialog>
  );
}
