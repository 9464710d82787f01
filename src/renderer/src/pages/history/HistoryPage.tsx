import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../ui/app-context.ts';
import { AsItWas } from '../../ui/AsItWas.tsx';
import { Card } from '../../ui/Card.tsx';
import { FilterInput } from '../../ui/FilterInput.tsx';
import { Page, Spring } from '../../ui/Page.tsx';
import { ChangesetList } from './ChangesetList.tsx';
import { HistoryFilters } from './HistoryFilters.tsx';
import css from './HistoryPage.module.css';
import { KeyHeader } from './KeyHeader.tsx';

/** Every changeset as it happens. */
export function HistoryPage() {
  const { history, now } = useApp();
  const key = useStore(history.store, ({ filter }) => filter.key);
  useEffect(() => now.subscribe(() => history.age()), [history, now]);
  return (
    <Page
      title="History"
      tools={
        <>
          <Search />
          <Spring />
          <AsItWas words="State as it was…" />
        </>
      }
    >
      <HistoryFilters />
      <Card className={css['card']} aria-label="Changes">
        {key !== null && <KeyHeader key={key} entryKey={key} />}
        <div className={css['list']}>
          <ChangesetList />
        </div>
      </Card>
    </Page>
  );
}

function Search() {
  const { history } = useApp();
  const text = useStore(history.store, ({ filter }) => filter.text);
  return (
    <FilterInput
      label="Search keys and values"
      value={text}
      onChange={(typed) => history.narrow({ text: typed })}
      onLeave={() => document.getElementById('changeset-list')?.focus()}
    />
  );
}
