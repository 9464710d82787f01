import { useStore } from 'zustand';
import type { ImportPreview } from '../../../../../shared/ipc.ts';
import { changedTotal } from '../../../format/changeset-words.ts';
import { formatCount, plural } from '../../../format/number.ts';
import type { ImportQuery, ImportState } from '../../../stores/import-file.ts';
import { useApp } from '../../../ui/app-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Segments } from '../../../ui/Segments.tsx';
import css from './transfer.module.css';
import { ImportedValue } from './ImportedValue.tsx';
import { ImportList } from './ImportList.tsx';

type Previewed = Extract<ImportState, { kind: 'preview' }>;

/** What a file would change, before anything is changed. */
export function ImportPreviewDialog({ state: { preview, applying, stale, problem } }: { state: Previewed }) {
  const { importFile } = useApp();
  const total = changedTotal(preview);
  const close = (): void => importFile.close();
  return (
    <Dialog
      wide
      title={`Import ${preview.file}`}
      onClose={close}
      footer={
        <>
          <Button data-autofocus disabled={applying} onClick={close}>
            {total === 0 ? 'Close' : 'Cancel'}
          </Button>
          {total > 0 && (
            <Button variant="primary" disabled={applying} onClick={() => void importFile.apply()}>
              {applying ? 'Importing…' : `Import ${plural(total, 'change', 'changes')}`}
            </Button>
          )}
        </>
      }
    >
      {stale && (
        <p className={css['stale']} role="alert">
          The state changed meanwhile, so nothing was imported yet. This is what the file would change now.
        </p>
      )}
      <p className={css['words']}>{summary(preview)}</p>
      {total > 0 && <Changes preview={preview} />}
      {problem !== null && (
        <p className={css['problem']} role="alert">
          Not imported. {problem}
        </p>
      )}
    </Dialog>
  );
}

function summary({ same, ...counts }: ImportPreview): string {
  const held = plural(same, 'entry is', 'entries are');
  if (changedTotal(counts) === 0)
    return same === 0 ? 'The file has no entries.' : `Nothing would change: ${held} held just so.`;
  const rest = same === 0 ? '' : ` ${held} held just so already.`;
  return `All of it becomes one change, and every machine of the group gets it.${rest}`;
}

function Changes({ preview }: { preview: ImportPreview }) {
  const { importFile } = useApp();
  const only = useStore(importFile.list.store, (state) => state.query.only);
  const option = (value: ImportQuery['only'], word: string, count: number) => ({
    value,
    label: `${word} ${formatCount(count)}`,
  });
  const options = [
    option('all', 'All', changedTotal(preview)),
    option('added', 'Added', preview.added),
    option('changed', 'Changed', preview.changed),
    option('removed', 'Removed', preview.removed),
  ];
  return (
    <>
      <div>
        <Segments label="Which changes" value={only} options={options} onChange={(next) => importFile.setOnly(next)} />
      </div>
      <div className={css['columns']}>
        <div className={css['list']}>
          <ImportList />
        </div>
        <ImportedValue />
      </div>
    </>
  );
}
