import { CircleAlert, History as HistoryIcon, SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureBar } from '../../ui/FailureBar.tsx';
import { Quiet } from '../../ui/Quiet.tsx';
import { ChangesetGrid } from './ChangesetGrid.tsx';

/** The live list, or why there is none. */
export function ChangesetList() {
  const { history, nav, editor } = useApp();
  const { shownKey, key, failure, rows } = useStore(history.store);
  if (shownKey === undefined || (rows.length === 0 && shownKey !== key)) {
    if (failure === null) return <Quiet />;
    const again = <Button onClick={() => history.refresh()}>Try again</Button>;
    return (
      <EmptyState icon={CircleAlert} title="The history could not be read" action={again}>
        {failure}
      </EmptyState>
    );
  }
  if (rows.length > 0) {
    return (
      <>
        <ChangesetGrid />
        {failure !== null && <FailureBar reason={failure} onRetry={() => history.refresh()} />}
      </>
    );
  }
  if (key !== null) {
    return (
      <EmptyState
        icon={SearchX}
        title="No change of this key is kept"
        action={<Button onClick={() => history.setKey(null)}>Show all keys</Button>}
      >
        The whole key has to match, as it stands in State.
      </EmptyState>
    );
  }
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
