import { History, Pencil, Trash2 } from 'lucide-react';
import type { EntryView } from '../../../../shared/model.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';

/** What can be done with the entry that is shown, by button and by key. */
export function DetailActions({ entry }: { entry: EntryView }) {
  const { editor, entries, removeEntry, showHistoryOf } = useApp();
  const edit = (): void => editor.openEdit(entry);
  const remove = async (): Promise<void> => {
    const next = entries.neighbour(entry.key);
    const removed = await removeEntry(entry);
    if (removed && next !== null && entries.store.getState().selected === entry.key) entries.select(next);
    document.getElementById('entry-list')?.focus();
  };
  useShortcut('e', edit);
  useShortcut('Delete', () => void remove());
  return (
    <>
      <Button icon={History} onClick={() => showHistoryOf(entry.key)}>
        History
      </Button>
      <Button variant="danger" icon={Trash2} aria-keyshortcuts="Delete" onClick={() => void remove()}>
        Delete
      </Button>
      <Button variant="primary" icon={Pencil} aria-keyshortcuts="e" onClick={edit}>
        Edit
      </Button>
    </>
  );
}
