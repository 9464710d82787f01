import { useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { EditorSession } from '../../stores/editor.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { ConflictBanner } from './ConflictBanner.tsx';
import { ConflictDiff } from './ConflictDiff.tsx';
import css from './EditorDialog.module.css';
import { EditorFooter } from './EditorFooter.tsx';
import { KeyField } from './KeyField.tsx';
import { TtlField } from './TtlField.tsx';
import { ValueField } from './ValueField.tsx';

/** The editor of entries, while it is open. */
export function EditorDialog() {
  const session = useStore(useApp().editor.store, (state) => state.session);
  return session && <OpenEditor session={session} />;
}

function isDirty({ draft, initial }: EditorSession): boolean {
  return draft.key !== initial.key || draft.text !== initial.text || draft.ttl !== initial.ttl;
}

function OpenEditor({ session }: { session: EditorSession }) {
  const { editor } = useApp();
  const [comparing, setComparing] = useState(false);
  const [asking, setAsking] = useState(false);
  const { mode, conflict } = session;
  const close = (): void => {
    if (isDirty(session)) setAsking(!asking);
    else editor.close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    void editor.save();
  };
  return (
    <Dialog
      wide
      title={mode === 'new' ? 'New entry' : <EditTitle entryKey={session.draft.key} />}
      onClose={close}
      onKeyDown={onKeyDown}
      footer={<EditorFooter session={session} asking={asking} onKeep={() => setAsking(false)} onCancel={close} />}
    >
      {mode === 'new' && <KeyField session={session} />}
      {conflict && (
        <ConflictBanner conflict={conflict} comparing={comparing} onCompare={() => setComparing(!comparing)} />
      )}
      {conflict && comparing ? (
        <ConflictDiff session={session} conflict={conflict} />
      ) : (
        <ValueField session={session} />
      )}
      <TtlField session={session} />
      {session.problems.form !== undefined && (
        <p className={css['problem']} role="alert">
          {session.problems.form}
        </p>
      )}
    </Dialog>
  );
}

function EditTitle({ entryKey }: { entryKey: string }) {
  return (
    <span className={css['title']}>
      Edit <KeyName value={entryKey} />
    </span>
  );
}
