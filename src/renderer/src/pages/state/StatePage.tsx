import { Plus } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { formatCount } from '../../format/number.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { FilterInput } from '../../ui/FilterInput.tsx';
import { Page, Spring } from '../../ui/Page.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { EntryDetailPane } from './EntryDetailPane.tsx';
import { EntryList } from './EntryList.tsx';
import css from './StatePage.module.css';

/** Every key with its value. */
export function StatePage() {
  const { editor, entries } = useApp();
  useEffect(() => entries.watch(), [entries]);
  useShortcut('n', () => editor.openNew());
  return (
    <Page
      title="State"
      tools={
        <>
          <KeyFilter />
          <Spring />
          <Button variant="primary" icon={Plus} aria-keyshortcuts="n" onClick={() => editor.openNew()}>
            New entry
          </Button>
        </>
      }
    >
      <div className={css['columns']}>
        <Card aria-label="Entries">
          <EntryList />
        </Card>
        <Card aria-label="Entry">
          <EntryDetailPane />
        </Card>
      </div>
    </Page>
  );
}

function KeyFilter() {
  const { entries } = useApp();
  const filter = useStore(entries.store, (state) => state.filter);
  const matches = useStore(entries.store, (state) => (state.shownFilter === state.filter ? state.matching : null));
  return (
    <>
      <FilterInput
        label="Filter keys"
        value={filter}
        onChange={(value) => entries.setFilter(value)}
        onLeave={() => document.getElementById('entry-list')?.focus()}
      />
      {filter !== '' && matches !== null && <span className={css['matches']}>{formatCount(matches)} found</span>}
    </>
  );
}
