import { useStore } from 'zustand';
import { isFiltering } from '../../stores/history-filter.ts';
import { useApp } from '../../ui/app-context.ts';
import { Button } from '../../ui/Button.tsx';
import css from './HistoryFilters.module.css';
import { KeyFilter } from './KeyFilter.tsx';
import { KindFilter } from './KindFilter.tsx';
import { MachineFilter } from './MachineFilter.tsx';
import { TimeFilter } from './TimeFilter.tsx';

/** What narrows the list, beside the search. */
export function HistoryFilters() {
  const { history, nav } = useApp();
  const filtering = useStore(history.store, ({ filter }) => isFiltering(filter));
  const clear = (): void => {
    history.setKey(null);
    nav.goAndFocus('history');
  };
  return (
    <div className={css['filters']} role="group" aria-label="Filters">
      <KeyFilter />
      <MachineFilter />
      <KindFilter />
      <TimeFilter />
      {filtering && (
        <Button variant="quiet" onClick={clear}>
          Clear filters
        </Button>
      )}
    </div>
  );
}
