import { X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Key } from '../../../../shared/model.ts';
import { useApp } from '../../ui/app-context.ts';
import { Card } from '../../ui/Card.tsx';
import { FilterInput } from '../../ui/FilterInput.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Page } from '../../ui/Page.tsx';
import { ChangesetList } from './ChangesetList.tsx';
import css from './HistoryPage.module.css';

/** Every changeset as it happens. */
export function HistoryPage() {
  return (
    <Page title="History" tools={<KeyFilter />}>
      <Card className={css['card']} aria-label="Changes">
        <ChangesetList />
      </Card>
    </Page>
  );
}

/** One whole key: typed and entered, then a chip that can be taken away. */
function KeyFilter() {
  const { history } = useApp();
  const key = useStore(history.store, (state) => state.key);
  const [typed, setTyped] = useState('');
  const apply = (): void => {
    if (typed === '') return;
    history.setKey(typed as Key);
    setTyped('');
  };
  return (
    <>
      <FilterInput
        label="Filter by whole key"
        value={typed}
        onChange={setTyped}
        onSubmit={apply}
        onLeave={() => document.getElementById('changeset-list')?.focus()}
      />
      {key !== null && (
        <span className={css['chip']}>
          <KeyName value={key} />
          <button
            type="button"
            className={css['remove']}
            aria-label="Show all keys again"
            onClick={() => history.setKey(null)}
          >
            <X size={13} aria-hidden />
          </button>
        </span>
      )}
    </>
  );
}
