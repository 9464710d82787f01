import type { EditorSession } from '../../stores/editor.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import css from './EditorFooter.module.css';

const SAVE_KEYS = navigator.userAgent.includes('Mac') ? '⌘ Enter' : 'Ctrl Enter';

interface EditorFooterProps {
  session: EditorSession;
  /** Asks whether to throw the changes away. */
  asking: boolean;
  onKeep: () => void;
  onCancel: () => void;
}

export function EditorFooter({ session, asking, onKeep, onCancel }: EditorFooterProps) {
  const { editor } = useApp();
  if (asking) {
    return (
      <>
        <span className={css['note']} role="alert">
          Your changes are not saved.
        </span>
        <Button autoFocus onClick={onKeep}>
          Keep editing
        </Button>
        <Button variant="danger" onClick={() => editor.close()}>
          Throw them away
        </Button>
      </>
    );
  }
  const blocked = session.saving || session.conflict !== null;
  return (
    <>
      <span className={css['note']}>{session.saving ? 'Saving…' : `${SAVE_KEYS} saves`}</span>
      {/* Takes the focus back from the question; when the dialog opens, its first field takes it afterwards. */}
      <Button autoFocus onClick={onCancel}>
        Cancel
      </Button>
      <Button
        variant="primary"
        aria-keyshortcuts="Control+Enter Meta+Enter"
        disabled={blocked}
        onClick={() => void editor.save()}
      >
        Save
      </Button>
    </>
  );
}
