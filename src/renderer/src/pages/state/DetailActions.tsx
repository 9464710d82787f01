import { History, Pencil, Trash2 } from 'lucide-react';
import type { EntryView } from '../../../../shared/model.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';

/**
 * What can be done with the selected entry, by button and by key. It is looked up again first: while another one is
 * loading, the one on the screen is not the one that was chosen.
 */
export function DetailActions() {
  const { detail, editor, entries, removeEntry, showHistoryOf } = useApp();
  const withEntry = async (act: (entry: EntryView) => Promise<void> | void): Promise<void> => {
    const found = await detail.settled();
    if (found && !found.entry.deleted) await act(found.entry);
  };
  const remove = async (entry: EntryView): Promise<void> => {
    const next = entries.neighbour(entry.key);
    const removed = await removeEntry(entry);
    if (removed && next !== null && entries.store.getState().selected === entry.key) entries.select(next);
    document.getElementById('entry-list')?.focus();
  };
  const edit = (): void => void withEntry((entry) => editor.openEdit(entry));
  const removeSelected = (): void => void withEntry(remove);
  useShortcut('e', edit);
  useShortcut('Delete', removeSelected);
  return (
    <>
      <Button icon={History} onClick={() => void withEntry((entry) => showHistoryOf(entry.key))}>
        History
      </Button>
      <Button variant="danger" icon={Trash2} aria-keyshortcuts="Delete" onClick={removeSelected}>
        Delete
      </Button>
      <Button variant="primary" icon={Pencil} aria-keyshortcuts="e" onClick={edit}>
        Edit
      </Button>
    </>
  );
}
