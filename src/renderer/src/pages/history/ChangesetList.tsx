import { CircleAlert, History as HistoryIcon, SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import { isFiltering, type HistoryFilter } from '../../stores/history-filter.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureBar } from '../../ui/FailureBar.tsx';
import { Quiet } from '../../ui/Quiet.tsx';
import css from './ChangesetList.module.css';
import { ChangesetGrid } from './ChangesetGrid.tsx';
import { filterWords } from './filter-words.ts';

/** The live list, or why there is none. */
export function ChangesetList() {
  const { history } = useApp();
  const { shown, failure, rows } = useStore(history.store);
  if (rows.length > 0) {
    return (
      <>
        <ChangesetGrid />
        {failure !== null && <FailureBar reason={failure} onRetry={() => history.refresh()} />}
      </>
    );
  }
  if (failure !== null) {
    const again = <Button onClick={() => history.refresh()}>Try again</Button>;
    return (
      <EmptyState icon={CircleAlert} title="The history could not be read" action={again}>
        {failure}
      </EmptyState>
    );
  }
  if (shown === null) return <Quiet />;
  return isFiltering(shown) ? <NothingFound filter={shown} /> : <NothingYet />;
}

/** Which filters hold everything back. */
function NothingFound({ filter }: { filter: HistoryFilter }) {
  const { history, nav, now } = useApp();
  const clear = (): void => {
    history.setKey(null);
    nav.goAndFocus('history');
  };
  const words = filterWords(filter, useStore(now));
  return (
    <EmptyState
      icon={SearchX}
      title="No change that is kept matches"
      action={<Button onClick={clear}>Clear filters</Button>}
    >
      <ul className={css['filters']}>
        {words.map(({ name, value }) => (
          <li key={name} title={value}>
            {name}: {value}
          </li>
        ))}
      </ul>
      {filter.key !== null && 'The whole key has to match, as it stands in State.'}
    </EmptyState>
  );
}

function NothingYet() {
  const { nav, editor } = useApp();
  const write = (): void => {
    nav.go('state');
    editor.openNew();
  };
  return (
    <EmptyState icon={HistoryIcon} title="Nothing has changed yet" action={<Button onClick={write}>New entry</Button>}>
      Every change made on any machine appears here as it happens: what changed, when, and who made it.
    </EmptyState>
  );
}
