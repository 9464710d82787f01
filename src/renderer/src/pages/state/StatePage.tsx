import { Plus } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { formatCount } from '../../format/number.ts';
import { useApp } from '../../ui/app-context.ts';
import { isEmpty } from '../../stores/entries.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { cx } from '../../ui/cx.ts';
import { FilterInput } from '../../ui/FilterInput.tsx';
import { Page, Spring } from '../../ui/Page.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { EntryDetailPane } from './EntryDetailPane.tsx';
import { EntryList } from './EntryList.tsx';
import css from './StatePage.module.css';

/** Every key with its value. */
export function StatePage() {
  const { editor, entries } = useApp();
  const nothing = useStore(entries.store, (state) => isEmpty(state) && state.selected === null);
  useEffect(() => entries.watch(), [entries]);
  useShortcut('n', () => editor.openNew());
  return (
    <Page
      title="State"
      tools={
        <>
          {!nothing && <KeyFilter />}
          <Spring />
          {!nothing && (
            <Button variant="primary" icon={Plus} aria-keyshortcuts="n" onClick={() => editor.openNew()}>
              New entry
            </Button>
          )}
        </>
      }
    >
      <div className={cx(css['columns'], nothing && css['one'])}>
        <Card aria-label="Entries">
          <EntryList />
        </Card>
        {!nothing && (
          <Card aria-label="Entry">
            <EntryDetailPane />
          </Card>
        )}
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
