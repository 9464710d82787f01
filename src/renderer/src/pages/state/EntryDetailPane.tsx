import { CircleAlert, MousePointerClick } from 'lucide-react';
import { useStore } from 'zustand';
import type { EntryDetail } from '../../../../shared/ipc.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { JsonView } from '../../ui/code/JsonView.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { DetailActions } from './DetailActions.tsx';
import { DetailHeader } from './DetailHeader.tsx';
import css from './EntryDetailPane.module.css';
import { EntryFacts } from './EntryFacts.tsx';
import { GoneEntry } from './GoneEntry.tsx';
import { OwnHistory } from './OwnHistory.tsx';

/** The selected entry. Viewing never edits. */
export function EntryDetailPane() {
  const { detail: store } = useApp();
  const { wanted, key, detail, lastValue, failure } = useStore(store.store);
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
  if (detail && !detail.entry.deleted) return <Present detail={detail} />;
  return <GoneEntry entryKey={key} detail={detail} lastValue={lastValue} />;
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
      <OwnHistory entryKey={entry.key} />
    </div>
  );
}
