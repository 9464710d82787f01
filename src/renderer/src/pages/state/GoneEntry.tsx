import { FileJson, RotateCcw } from 'lucide-react';
import type { EntryDetail } from '../../../../shared/ipc.ts';
import type { EntryView, Key } from '../../../../shared/model.ts';
import { byWhom } from '../../format/origin-words.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { DetailHeader } from './DetailHeader.tsx';
import css from './EntryDetailPane.module.css';
import { OwnHistory } from './OwnHistory.tsx';

interface GoneEntryProps {
  entryKey: Key;
  /** Its tombstone, if there is one. */
  detail: EntryDetail | null;
  lastValue: EntryView | null;
}

/** A key that holds no value any more. */
export function GoneEntry({ entryKey, detail, lastValue }: GoneEntryProps) {
  const { editor, restoring } = useApp();
  const by = detail?.changedBy;
  return (
    <div id="entry-detail" className={css['pane']} tabIndex={-1}>
      <DetailHeader entryKey={entryKey}>
        {lastValue && (
          <Button icon={RotateCcw} onClick={() => void restoring.restore(entryKey, lastValue)}>
            Restore the last value
          </Button>
        )}
      </DetailHeader>
      <EmptyState
        icon={FileJson}
        title={detail ? 'This entry was deleted' : 'There is no such entry any more'}
        action={detail && <Button onClick={() => editor.openEdit(detail.entry)}>Write it again…</Button>}
      >
        {by ? (
          <>
            By {byWhom(by.origin)}, <Moment time={by.time} />.
          </>
        ) : (
          'It was deleted or has expired.'
        )}
      </EmptyState>
      <OwnHistory entryKey={entryKey} />
    </div>
  );
}
