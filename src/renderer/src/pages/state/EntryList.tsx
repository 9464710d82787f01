import { ListTree, SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import { formatCount } from '../../format/number.ts';
import { formatAge } from '../../format/time.ts';
import type { EntriesState } from '../../stores/entries.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import css from './EntryList.module.css';
import { KeyRows } from './KeyRows.tsx';
import { ListState } from './ListState.tsx';

/** The keys that hold a value now. */
export function EntryList() {
  const { entries } = useApp();
  const state = useStore(entries.store);
  const rows = (
    <KeyRows
      id="entry-list"
      label="Entries"
      testId="entry-row"
      list={entries}
      detailId="entry-detail"
      aside={({ ts }) => <Age ts={ts} />}
    />
  );
  return <ListState state={state} onRetry={() => entries.refresh()} rows={rows} empty={<NoEntries state={state} />} />;
}

function NoEntries({ state: { shown, total } }: { state: EntriesState }) {
  const { entries, editor } = useApp();
  if (shown !== '') {
    return (
      <EmptyState
        icon={SearchX}
        title="No key contains this"
        action={<Button onClick={() => entries.setQuery('')}>Clear the filter</Button>}
      >
        None of the {formatCount(total)} keys contains “{shown}”.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ListTree}
      title="No entries yet"
      action={
        <Button variant="primary" onClick={() => editor.openNew()}>
          New entry
        </Button>
      }
    >
      Every entry written on any machine of the group appears here.
    </EmptyState>
  );
}

function Age({ ts }: { ts: number }) {
  const age = useStore(useApp().now, (now) => formatAge(ts, now));
  return (
    <span className={css['age']} data-figures>
      {age}
    </span>
  );
}
