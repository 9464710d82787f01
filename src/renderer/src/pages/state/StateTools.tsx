import { Ellipsis, FileDown, FileUp, Plus } from 'lucide-react';
import { useStore } from 'zustand';
import { formatCount } from '../../format/number.ts';
import { exportStart } from '../../stores/export-file.ts';
import { useApp } from '../../ui/app-context.ts';
import { AsItWas } from '../../ui/AsItWas.tsx';
import { Button } from '../../ui/Button.tsx';
import { FilterInput } from '../../ui/FilterInput.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Spring } from '../../ui/Page.tsx';
import css from './StateTools.module.css';

/** What can be done with the state as a whole. */
export function StateTools({ nothing }: { nothing: boolean }) {
  const { editor } = useApp();
  return (
    <>
      {!nothing && <KeyFilter />}
      <Spring />
      <AsItWas />
      <More nothing={nothing} />
      {!nothing && (
        <Button variant="primary" icon={Plus} aria-keyshortcuts="n" onClick={() => editor.openNew()}>
          New entry
        </Button>
      )}
    </>
  );
}

function More({ nothing }: { nothing: boolean }) {
  const { entries, importFile, exportFile } = useApp();
  const openExport = (): void => {
    const { query, selected } = entries.store.getState();
    exportFile.open(...exportStart(query, selected));
  };
  return (
    <Menu
      trigger={<Button icon={Ellipsis}>More</Button>}
      items={[
        { label: 'Import…', icon: FileDown, onSelect: () => void importFile.choose() },
        { label: 'Export…', icon: FileUp, disabled: nothing, onSelect: openExport },
      ]}
    />
  );
}

function KeyFilter() {
  const { entries } = useApp();
  const filter = useStore(entries.store, (state) => state.query);
  const matches = useStore(entries.store, (state) => (state.shown === state.query ? state.matching : null));
  return (
    <>
      <FilterInput
        label="Filter keys"
        value={filter}
        onChange={(value) => entries.setQuery(value)}
        onLeave={() => document.getElementById('entry-list')?.focus()}
      />
      {filter !== '' && matches !== null && <span className={css['matches']}>{formatCount(matches)} found</span>}
    </>
  );
}
