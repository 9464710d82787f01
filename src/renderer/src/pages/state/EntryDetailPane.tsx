import { CircleAlert, FileJson, MousePointerClick } from 'lucide-react';
import { useStore } from 'zustand';
import type { EntryDetail } from '../../../../shared/ipc.ts';
import { byWhom } from '../../format/origin-words.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { JsonView } from '../../ui/code/JsonView.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { DetailActions } from './DetailActions.tsx';
import { DetailHeader } from './DetailHeader.tsx';
import css from './EntryDetailPane.module.css';
import { EntryFacts } from './EntryFacts.tsx';

/** The selected entry. Viewing never edits. */
export function EntryDetailPane() {
  const { detail: store } = useApp();
  const { wanted, key, detail, failure } = useStore(store.store);
  if (wanted === null) {
    return (
      <EmptyState icon={MousePointerClick} title="Nothing selected">
        Choose a key to see its value, who wrote it and when.
      </EmptyState>
    );
  }
  if (key === null) return null;
  if (failure !== null) {
    return (
      <EmptyState
        icon={CircleAlert}
        title="The entry could not be read"
        action={<Button onClick={() => store.refresh()}>Try again</Button>}
      >
        {failure}
      </EmptyState>
    );
  }
  if (!detail || detail.entry.deleted) return <Gone entryKey={key} detail={detail} />;
  return <Present detail={detail} />;
}

function Present({ detail }: { detail: EntryDetail }) {
  const { entry } = detail;
  return (
    <div id="entry-detail" className={css['pane']} tabIndex={-1}>
      <DetailHeader entryKey={entry.key}>
        <DetailActions />
      </DetailHeader>
      <div className={css['value']}>
        <JsonView key={entry.key} text={entry.text} label="Value" />
        <div className={css['copy']}>
          <CopyButton text={entry.text} what="the value" />
        </div>
      </div>
      <EntryFacts detail={detail} />
    </div>
  );
}

function Gone({ entryKey, detail }: { entryKey: string; detail: EntryDetail | null }) {
  const { editor, showHistoryOf } = useApp();
  const by = detail?.changedBy;
  return (
    <div id="entry-detail" className={css['pane']} tabIndex={-1}>
      <DetailHeader entryKey={entryKey}>
        {detail && <Button onClick={() => showHistoryOf(detail.entry.key)}>History</Button>}
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
    </div>
  );
}
