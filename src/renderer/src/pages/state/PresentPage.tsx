import { useEffect } from 'react';
import { useStore } from 'zustand';
import { isEmpty } from '../../stores/entries.ts';
import { useApp } from '../../ui/app-context.ts';
import { Card } from '../../ui/Card.tsx';
import { cx } from '../../ui/cx.ts';
import { Page } from '../../ui/Page.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { EntryDetailPane } from './EntryDetailPane.tsx';
import { EntryList } from './EntryList.tsx';
import css from './StatePage.module.css';
import { StateTools } from './StateTools.tsx';

/** Every key with the value that it has now. */
export function PresentPage() {
  const { editor, entries } = useApp();
  const nothing = useStore(entries.store, (state) => isEmpty(state) && state.selected === null);
  useEffect(() => entries.watch(), [entries]);
  useShortcut('n', () => editor.openNew());
  return (
    <Page title="State" tools={<StateTools nothing={nothing} />}>
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
